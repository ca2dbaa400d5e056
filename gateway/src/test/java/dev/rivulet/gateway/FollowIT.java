package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.assertProblem;
import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.rejected;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.take;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.event.TurnPrompt;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Following a session where no worker answers: what is in the log is enough. */
class FollowIT {

    private static final String SHOWN = "rivulet_gateway_events_relayed_total";
    private static final int DELTAS = 2_000;

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(Map.of("rivulet.gateway.acceptance-timeout", "200ms",
            "rivulet.http.max-stream-buffer", "16k", "rivulet.http.send-buffer", "8k"));

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    private final String session = session();
    private final String turn = new TurnIds().next().toString();

    @Test
    void withoutAWorkerWhoAsksWhatTheSessionIsIsToldSo() {
        StreamEnd.Rejected refused = rejected(
                gateway.sse(events(), Map.of("Accept", "text/event-stream, application/problem+json")));
        assertThat(refused.status()).isEqualTo(503);
        assertProblem(TestGateway.tree(refused.body()), 503, "not_answered");
        assertProblem(TestGateway.tree(gateway.get("/v1/sessions/" + session)), 503, "not_answered");
    }

    @Test
    void whatZombiesWriteIsNotShownAndACursorNeedsNoWorker() {
        opens(turn);
        worker.publish(session, turn, Chunks.started(1));
        worker.publish(session, turn, new Delta(1, 0, "old "));
        worker.publish(session, turn, Chunks.started(2));
        worker.publish(session, turn, new Delta(1, 1, "zombie"));
        worker.publish(session, turn, new Delta(2, 0, "new"));
        String second = new TurnIds().next().toString();
        worker.publish(session, turn, Chunks.done(2, 1, "stop", 3));
        opens(second);
        worker.publish(session, turn, new Delta(2, 1, "zombie"));
        worker.publish(session, second, Chunks.started(1));
        worker.publish(session, new TurnIds().next().toString(), Chunks.failed(0, 0, "session_busy"));

        SseStream whole = gateway.sse(events() + "?from=start", Map.of());
        List<SseEvent> seen = take(whole, 9);
        assertThat(Streams.types(seen)).containsExactly("prompt", "started", "delta", "started", "delta", "done",
                "prompt", "started", "error");
        assertThat(seen).noneMatch(event -> event.data().contains("zombie"));
        for (int i = 0; i < seen.size() - 1; i++) {
            SseStream rest = gateway.sse(events(), Map.of("Last-Event-ID", seen.get(i).id()));
            assertThat(take(rest, seen.size() - i - 1)).isEqualTo(seen.subList(i + 1, seen.size()));
            rest.close();
        }
        worker.publish(session, second, new Delta(1, 0, "live"));
        assertThat(next(whole).data()).isEqualTo(
                "{\"turnId\":\"" + second + "\",\"attempt\":1,\"seq\":0,\"content\":\"live\"}");
    }

    @Test
    void theTextOfASessionComesInTheShapeThatItsFollowerWants() {
        opens(turn);
        worker.publish(session, turn, Chunks.started(1));
        int seq = 0;
        for (String text : List.of("Hel", "lo wor", "ld")) {
            worker.publish(session, turn, new Delta(1, seq++, text));
        }
        worker.publish(session, turn, Chunks.done(1, 3, "stop", 11));
        SseStream words = gateway.sse(events() + "?from=start&granularity=word", Map.of());
        List<SseEvent> seen = take(words, 5);
        assertThat(Streams.types(seen)).containsExactly("prompt", "started", "delta", "delta", "done");
        assertThat(seen.get(2).data())
                .isEqualTo("{\"turnId\":\"" + turn + "\",\"attempt\":1,\"seq\":1,\"content\":\"Hello \"}");
        assertThat(seen.get(3).data()).endsWith("\"content\":\"world\"}");
        SseStream rest = gateway.sse(events() + "?granularity=sentence", Map.of("Last-Event-ID", seen.get(2).id()));
        assertThat(take(rest, 2)).extracting(SseEvent::data)
                .containsExactlyElementsOf(seen.subList(3, 5).stream().map(SseEvent::data).toList());
        words.close();
        rest.close();
    }

    @Test
    void aTurnsOwnStreamHasNothingOfWhatIsForFollowers() {
        String asked = gateway.submit(session);
        opens(asked);
        worker.answer(session, asked, "a");
        SseStream own = gateway.sse("/v1/sessions/" + session + "/turns/" + asked + "/events?from=start", Map.of());
        assertThat(Streams.types(Streams.all(own))).containsExactly("started", "delta", "done");
    }

    @Test
    void aSlowFollowerIsFedFromKafkaAndLosesNothing() throws IOException {
        opens(turn);
        double before = gateway.meter(SHOWN);
        try (SlowReader reader = SlowReader.follow(gateway.url(events() + "?from=start"))) {
            reader.header("Content-Type");
            worker.publish(session, turn, Chunks.started(1));
            worker.publishDeltas(session, turn, 0, DELTAS, "x".repeat(500));
            worker.publish(session, turn, Chunks.done(1, DELTAS, "stop", 0));
            // It holds what its buffers hold, and is counted like any stream.
            await().until(() -> gateway.meter(SHOWN) > before);
            assertThat(gateway.meter(SHOWN) - before).isLessThan(DELTAS);
            assertThat(gateway.meter("rivulet_gateway_streams_open")).isGreaterThanOrEqualTo(1);

            List<String> deltas = new ArrayList<>();
            try {
                reader.eachEvent(event -> {
                    if (event.contains("finishReason")) {
                        throw new AllSeen();
                    }
                    if (event.contains("\"seq\":")) {
                        deltas.add(event);
                    }
                });
            } catch (AllSeen end) {
                assertThat(deltas).hasSize(DELTAS);
            }
            for (int seq = 0; seq < DELTAS; seq++) {
                assertThat(deltas.get(seq)).contains("\"seq\":" + seq + ",");
            }
        }
    }

    @Test
    void aCursorThatKafkaNoLongerHasIsGoneAndOneOfAnotherSessionIsRefused() throws Exception {
        RecordMetadata first = opens(turn);
        worker.publish(session, turn, Chunks.done(0, 0, "cancelled", 0));
        List<SseEvent> seen = take(gateway.sse(events() + "?from=start", Map.of()), 2);
        StreamEnd.Rejected foreign = rejected(gateway.sse("/v1/sessions/" + neighbour(first.partition()) + "/events",
                Map.of("Last-Event-ID", seen.getFirst().id())));
        assertProblem(TestGateway.tree(foreign.body()), 400, "cursor_of_another_session");

        worker.deleteChunkEvents(first.partition(), first.offset() + 1);
        StreamEnd.Rejected gone = rejected(gateway.sse(events(), Map.of("Last-Event-ID", seen.getFirst().id())));
        assertProblem(TestGateway.tree(gone.body()), 410, "cursor_expired");
    }

    private String events() {
        return "/v1/sessions/" + session + "/events";
    }

    private RecordMetadata opens(String id) {
        return worker.publish(session, id, new TurnPrompt(new TurnInput(TurnId.parse(id), "hello", null, null, null)));
    }

    /** Another session in the same partition. */
    private static String neighbour(int partition) {
        return Stream.generate(Streams::session)
                .filter(other -> SessionPartition.of(new SessionId(other), 3) == partition).findFirst().orElseThrow();
    }

    private static final class AllSeen extends RuntimeException {}
}
