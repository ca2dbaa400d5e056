package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.rejected;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.turnOf;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Accepted.Status;
import dev.rivulet.testkit.sse.SseStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A gateway that cannot look a turn up in time serves a new turn all the same, and leaves no reader behind. */
class FailedLookupIT {

    private static final String CANCEL = "{\"prompt\":\"hello\",\"onDisconnect\":\"cancel\"}";
    private static final Map<String, String> KEY = Map.of("Idempotency-Key", "k");
    private static final Map<String, TurnId> FIRST = new ConcurrentHashMap<>();

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension
            .with(Map.of("rivulet.http.disconnect-grace", "500ms", "rivulet.gateway.lookup-timeout", "1ms",
                    "rivulet.gateway.known-turns", "0"))
            .onPrompt(FailedLookupIT::decide);

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    private static void decide(FakeWorker self, PromptRequested prompt) {
        TurnId first = FIRST.putIfAbsent(prompt.sessionId().value(), prompt.turnId());
        self.accept(prompt, first == null ? prompt.turnId() : first, first == null ? Status.CREATED : Status.EXISTING);
    }

    @Test
    void aTurnWithAKeyIsStreamedWithoutALookUpAndCancelledWhenItsReaderIsGone() {
        String session = session();
        SseStream stream = gateway.ssePost(path(session), CANCEL, KEY);
        String turn = turnOf(stream);
        worker.publish(session, turn, Chunks.started(1));
        assertThat(next(stream).type()).isEqualTo("started");
        stream.cut();
        await().until(() -> worker.cancels(turn) == 1);
    }

    @Test
    void aReaderWhoseLookUpFailedDoesNotCountAsPresent() {
        String session = session();
        SseStream stream = gateway.ssePost(path(session), CANCEL, KEY);
        String turn = turnOf(stream);
        SseStream again = gateway.ssePost(path(session), CANCEL, KEY);
        assertThat(rejected(again).status()).isEqualTo(503);
        assertThat(gateway.post(path(session) + "?wait=30s", CANCEL, KEY).statusCode()).isEqualTo(503);
        stream.cut();
        await().until(() -> worker.cancels(turn) == 1);
    }

    @Test
    void anEventSourceWhoseLookUpFailedIsToldToComeBack() {
        String session = session();
        String turn = turnOf(gateway.ssePost(path(session), CANCEL, KEY));
        assertThat(all(gateway.events(session, turn))).isEmpty();
        assertThat(gateway.get(path(session) + "/" + turn + "/events").statusCode()).isEqualTo(503);
    }

    private static String path(String session) {
        return "/v1/sessions/" + session + "/turns";
    }
}
