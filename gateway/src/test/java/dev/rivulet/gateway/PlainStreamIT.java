package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.rejected;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.turnOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.testkit.sse.RawHttpStream;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import dev.rivulet.testkit.wait.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PlainStreamIT {

    private static final String TEXT = "one\n\n\"two\" \u2028 \uD83C\uDF0A\n";

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.withDefaults();

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    @Test
    void textComesAsUnnamedEventsByteForByteAndThenDone() {
        String session = session();
        SseStream stream = gateway.sse("/stream?prompt=say%20it&model=m&maxTokens=9&temperature=0.1&system=s&session="
                + session, Map.of());
        String turn = turnOf(stream);
        assertThat(stream.header("X-Session-Id")).contains(session);
        PromptRequested prompt = worker.prompt(turn);
        assertThat(prompt.prompt()).isEqualTo("say it");
        assertThat(prompt.leavesMemory()).isTrue();
        assertThat(prompt.options().model()).isEqualTo("m");
        assertThat(prompt.options().maxTokens()).isEqualTo(9);
        assertThat(prompt.options().system()).isEqualTo("s");
        assertThat(prompt.options().onInterruption()).isEqualTo(OnInterruption.FAIL);
        worker.answer(session, turn, TEXT, " three");
        List<SseEvent> events = all(stream);
        assertThat(events).extracting(SseEvent::type).containsOnly("message");
        assertThat(events).extracting(SseEvent::data).containsExactly(TEXT, " three", "[DONE]");
    }

    @Test
    void withoutASessionOneIsMintedThatIsNotRemembered() {
        SseStream stream = gateway.sse("/stream?prompt=hello", Map.of());
        String turn = turnOf(stream);
        String session = stream.header("X-Session-Id").orElseThrow();
        assertThat(worker.prompt(turn).sessionId().value()).isEqualTo(session);
        assertThat(worker.prompt(turn).leavesMemory()).isFalse();
        stream.cut();
    }

    @Test
    void aBrowserThatComesBackGoesOnWithTheSameTurnAndIsStoppedAfterItsEnd() {
        SseStream first = gateway.sse("/stream?prompt=hello", Map.of());
        String turn = turnOf(first);
        String session = first.header("X-Session-Id").orElseThrow();
        worker.publish(session, turn, Chunks.started(1));
        worker.publish(session, turn, new Delta(1, 0, "one "));
        String cursor = next(first).id();
        first.cut();
        worker.publish(session, turn, new Delta(1, 1, "two"));
        SseStream second = gateway.sse("/stream?prompt=hello", Map.of("Last-Event-ID", cursor));
        assertThat(turnOf(second)).isEqualTo(turn);
        assertThat(next(second).data()).isEqualTo("two");
        worker.publish(session, turn, Chunks.done(1, 2, "stop", 7));
        List<SseEvent> rest = all(second);
        assertThat(rest.getLast().data()).isEqualTo("[DONE]");
        SseStream third = gateway.sse("/stream?prompt=hello", Map.of("Last-Event-ID", rest.getLast().id()));
        assertThat(rejected(third)).isEqualTo(new StreamEnd.Rejected(204, ""));
        assertThat(worker.prompt(turn).prompt()).isEqualTo("hello");
    }

    @Test
    void aBrowserThatLosesTheStreamBeforeTheFirstWordAsksNotAgain() {
        String turn;
        String session;
        String cursor;
        try (RawHttpStream raw = RawHttpStream.get(gateway.url("/stream?prompt=hello"), Map.of())) {
            String head = raw.head(Waiting.LIMIT);
            turn = header(head, "X-Turn-Id");
            session = header(head, "X-Session-Id");
            cursor = raw.bodyUntil("id: ", Waiting.LIMIT).lines().filter(line -> line.startsWith("id: ")).findFirst()
                    .orElseThrow().substring(4);
        }
        SseStream back = gateway.sse("/stream?prompt=hello", Map.of("Last-Event-ID", cursor));
        assertThat(turnOf(back)).isEqualTo(turn);
        worker.answer(session, turn, "answer");
        assertThat(all(back)).extracting(SseEvent::data).containsExactly("answer", "[DONE]");
    }

    @Test
    void aTurnThatIsNotKnownYetIsNoReasonForABrowserToGiveUp() {
        String events = "/v1/sessions/s/turns/%s/events";
        String turn = new TurnIds().next().toString();
        assertThat(all(gateway.sse(events.formatted(turn), Map.of()))).isEmpty();
        assertThat(gateway.get(events.formatted(turn)).statusCode()).isEqualTo(404);
        assertThat(rejected(gateway.sse(events.formatted(hourOld()), Map.of())).status()).isEqualTo(404);
    }

    @Test
    void aPromptThatNeverArrivedIsAskedAsANewTurnWhenItsIdIsOld() {
        TurnId old = hourOld();
        String session = session();
        String url = "/stream?prompt=hello&session=" + session;
        int partition = SessionPartition.of(new SessionId(session), 3);
        SseStream back = gateway.sse(url,
                Map.of("Last-Event-ID", Cursor.beforeFirstEvent(old, partition).toString()));
        String turn = turnOf(back);
        assertThat(turn).isNotEqualTo(old.toString());
        assertThat(worker.prompt(turn).prompt()).isEqualTo("hello");
        worker.answer(session, turn, "answer");
        assertThat(all(back)).extracting(SseEvent::data).containsExactly("answer", "[DONE]");
        SseStream ofAnotherSession = gateway.sse(url,
                Map.of("Last-Event-ID", Cursor.beforeFirstEvent(old, (partition + 1) % 3).toString()));
        assertThat(rejected(ofAnotherSession).status()).isIn(400, 404);
    }

    private static TurnId hourOld() {
        long time = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        return new TurnId(new UUID(time << 16 | 0x7000, UUID.randomUUID().getLeastSignificantBits()));
    }

    @Test
    void aTurnThatFailsIsAnErrorEvent() {
        SseStream stream = gateway.sse("/stream?prompt=hello", Map.of());
        String turn = turnOf(stream);
        worker.publish(stream.header("X-Session-Id").orElseThrow(), turn, Chunks.failed(0, 0, "queue_timeout"));
        SseEvent error = all(stream).getFirst();
        assertThat(error.type()).isEqualTo("error");
        assertThat(TestGateway.tree(error.data()).path("code").asText()).isEqualTo("queue_timeout");
    }

    private static String header(String head, String name) {
        return head.lines().filter(line -> line.toLowerCase().startsWith(name.toLowerCase() + ": ")).findFirst()
                .orElseThrow().substring(name.length() + 2);
    }
}
