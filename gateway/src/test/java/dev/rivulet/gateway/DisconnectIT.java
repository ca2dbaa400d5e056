package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.turnOf;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of turns with {@code onDisconnect: cancel} whose readers leave and come back. */
class DisconnectIT {

    private static final String CANCEL = "{\"prompt\":\"hello\",\"onDisconnect\":\"cancel\"}";

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(Map.of("rivulet.http.disconnect-grace", "4s"));

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    @Test
    void aReaderThatComesBackInTimeKeepsItsTurnUntilItLeavesForGood() {
        String session = session();
        SseStream first = gateway.stream(session, CANCEL);
        String turn = turnOf(first);
        worker.publish(session, turn, Chunks.started(1));
        String cursor = next(first).id();
        first.cut();
        SseStream second = gateway.eventsAfter(session, turn, cursor);
        assertThat(second.awaitHeaders(Waiting.LIMIT)).isTrue();

        // Left after the first did, so that its time is over later.
        SseStream gone = gateway.stream(session(), CANCEL);
        String given = turnOf(gone);
        gone.cut();
        await().until(() -> worker.cancels(given) == 1);
        assertThat(worker.cancels(turn)).isZero();

        second.cut();
        await().until(() -> worker.cancels(turn) == 1);
    }

    @Test
    void aTurnIsKeptAsLongAsAnybodyReadsIt() {
        String session = session();
        SseStream asker = gateway.stream(session, CANCEL);
        String turn = turnOf(asker);
        SseStream other = gateway.events(session, turn);
        assertThat(other.awaitHeaders(Waiting.LIMIT)).isTrue();
        asker.cut();
        SseStream gone = gateway.stream(session(), CANCEL);
        String given = turnOf(gone);
        gone.cut();
        await().until(() -> worker.cancels(given) == 1);
        assertThat(worker.cancels(turn)).isZero();
        other.cut();
        await().until(() -> worker.cancels(turn) == 1);
    }

    @Test
    void aChatCompletionCannotComeBackAndIsCancelledAtOnce() {
        SseStream kept = gateway.stream(session(), CANCEL);
        String waiting = turnOf(kept);
        kept.cut();
        SseStream chat = gateway.ssePost("/v1/chat/completions",
                "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        String turn = turnOf(chat);
        chat.cut();
        await().until(() -> worker.cancels(turn) == 1);
        assertThat(worker.cancels(waiting)).isZero();
    }
}
