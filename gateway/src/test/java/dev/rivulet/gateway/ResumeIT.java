package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.assertProblem;
import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.rejected;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.sse.StreamEnd;
import dev.rivulet.testkit.wait.Waiting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ResumeIT {

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.withDefaults();

    private static final TestGateway one = fixture.gateway();
    private static final TestGateway two = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    @Test
    void fromEveryCursorAnotherGatewayGivesExactlyTheRemainingEvents() {
        String session = session();
        String turn = one.submit(session);
        worker.publish(session, turn, Chunks.started(1));
        worker.publish(session, turn, new Delta(1, 0, "lost"));
        worker.publish(session, turn, Chunks.started(2));
        worker.publish(session, turn, new Delta(1, 1, "stale"));
        for (int seq = 0; seq < 20; seq++) {
            worker.publish(session, turn, new Delta(2, seq, "t" + seq));
            worker.answer(session, one.submit(session), "another turn's");
        }
        worker.publish(session, turn, Chunks.done(2, 20, "stop", 50));
        List<SseEvent> whole = all(one.events(session, turn));
        assertThat(whole).hasSize(24);
        for (int seen = 1; seen < whole.size(); seen++) {
            List<SseEvent> rest = all(two.eventsAfter(session, turn, whole.get(seen - 1).id()));
            assertThat(rest).isEqualTo(whole.subList(seen, whole.size()));
        }
    }

    @Test
    void theParameterDoesWhatTheHeaderDoesAndTheHeaderWins() {
        String session = session();
        String turn = one.submit(session);
        worker.answer(session, turn, "a", "b", "c");
        List<SseEvent> whole = all(one.events(session, turn));
        String path = "/v1/sessions/" + session + "/turns/" + turn + "/events?cursor=" + whole.get(0).id();
        assertThat(all(two.sse(path, Map.of()))).isEqualTo(whole.subList(1, 5));
        assertThat(all(two.sse(path, Map.of("Last-Event-ID", whole.get(2).id())))).isEqualTo(whole.subList(3, 5));
    }

    @Test
    void aRunningTurnGoesOnAtAnotherGateway() {
        String session = session();
        SseStream first = one.stream(session);
        String turn = Streams.turnOf(first);
        worker.publish(session, turn, Chunks.started(1));
        worker.publish(session, turn, new Delta(1, 0, "here "));
        next(first);
        String cursor = next(first).id();
        first.cut();
        SseStream second = two.eventsAfter(session, turn, cursor);
        worker.publish(session, turn, new Delta(1, 1, "and there"));
        worker.publish(session, turn, Chunks.done(1, 2, "stop", 14));
        assertThat(text(all(second))).isEqualTo("and there");
    }

    @Test
    void behindTheEndNothingRemains() {
        String session = session();
        String turn = one.submit(session);
        worker.answer(session, turn, "x");
        String last = all(one.events(session, turn)).getLast().id();
        SseStream again = two.eventsAfter(session, turn, last);
        assertThat(rejected(again)).isEqualTo(new StreamEnd.Rejected(204, ""));
    }

    @Test
    void cursorsOfOthersAndCursorsThatAreNoneAreRefused() {
        String session = session();
        String turn = one.submit(session);
        String other = one.submit(session);
        worker.answer(session, turn, "x");
        worker.answer(session, other, "y");
        String cursor = all(one.events(session, turn)).getFirst().id();
        assertRejected(two.eventsAfter(session, other, cursor), 400, "cursor_of_another_turn");
        assertRejected(two.eventsAfter(session, turn, "nonsense"), 400, "invalid_cursor");
        assertRejected(two.eventsAfter(session, turn, cursor.substring(0, 35) + "!"), 400, "invalid_cursor");
    }

    @Test
    void turnsNobodyKnowsAreNotFound() {
        String session = session();
        String turn = one.submit(session);
        worker.answer(session, turn, "x");
        String unknown = new TurnIds().next().toString();
        String old = "01900000-0000-7000-8000-" + UUID.randomUUID().toString().substring(24);
        // All at once: a turn that may be new is looked for during two seconds.
        List<SseStream> streams = Stream.of(unknown, old).map(id -> unknown(session, id, Map.of())).toList();
        assertProblem(two.snapshot(session, unknown), 404, "unknown_turn");
        streams.forEach(stream -> assertRejected(stream, 404, "unknown_turn"));
    }

    @Test
    void aTurnIdFromTheFutureIsRefusedWhereverItIsSent() {
        String session = session();
        String future = "ffff0000-0000-7000-8000-000000000000";
        assertRejected(one.events(session, future), 400, "invalid_turn");
        assertProblem(one.snapshot(session, future), 400, "invalid_turn");
        assertProblem(TestGateway.tree(one.delete("/v1/sessions/" + session + "/turns/" + future)), 400,
                "invalid_turn");
    }

    @Test
    void aTurnIsFoundInItsOwnSessionOnly() {
        String session = session();
        String turn = one.submit(session);
        worker.answer(session, turn, "x");
        String cursor = all(one.events(session, turn)).getFirst().id();
        String neighbour = neighbourOf(session, Cursor.parse(cursor).partition());
        // Both at once: a turn that may be new is looked for during two seconds.
        SseStream events = unknown(neighbour, turn, Map.of());
        assertProblem(two.snapshot(neighbour, turn), 404, "unknown_turn");
        assertRejected(events, 404, "unknown_turn");
        assertRejected(unknown(neighbour, turn, Map.of("Last-Event-ID", cursor)), 410, "cursor_expired");
    }

    /** As a client that wants the status: an EventSource is told to come back, since the turn may be new. */
    private static SseStream unknown(String session, String turn, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Accept", "text/event-stream, application/problem+json");
        return one.sse("/v1/sessions/" + session + "/turns/" + turn + "/events", all);
    }

    @Test
    void whatHasLeftRetentionIsSaidToBeGone() throws Exception {
        String session = session();
        String turn = one.submit(session);
        String running = one.submit(session);
        worker.publish(session, running, Chunks.started(1));
        worker.publish(session, turn, Chunks.started(1));
        RecordMetadata dropped = worker.publish(session, turn, new Delta(1, 0, "gone "));
        worker.publish(session, turn, new Delta(1, 1, "kept"));
        worker.publish(session, running, new Delta(1, 0, "x"));
        worker.publish(session, turn, Chunks.done(1, 2, "stop", 9));
        List<SseEvent> whole = all(one.events(session, turn));
        worker.finish(session, turn, new Outcome.Completed("stop", Chunks.USAGE), "gone kept");

        worker.deleteChunkEvents(dropped.partition(), dropped.offset() + 1);
        assertRejected(two.eventsAfter(session, turn, whole.get(0).id()), 410, "cursor_expired");
        assertRejected(two.events(session, turn), 410, "events_expired");
        assertRejected(two.events(session, running), 410, "events_expired");
        assertThat(all(two.eventsAfter(session, turn, whole.get(2).id()))).isEqualTo(whole.subList(3, 4));
        assertProblem(two.snapshot(session, running), 410, "events_expired");

        worker.answer(session, one.submit(session), "newer");
        worker.deleteChunkEvents(dropped.partition(), -1);
        assertRejected(two.eventsAfter(session, turn, whole.get(3).id()), 410, "cursor_expired");
        assertRejected(two.events(session, turn), 410, "events_expired");
        JsonNode snapshot = two.snapshot(session, turn);
        assertThat(snapshot.path("status").asText()).isEqualTo("done");
        assertThat(snapshot.path("text").asText()).isEqualTo("gone kept");
        SseStream queued = two.events(session, one.submit(session));
        assertThat(queued.awaitHeaders(Waiting.LIMIT)).isTrue();
        assertThat(queued.status()).isEqualTo(200);
        queued.cut();
    }

    /** Another session whose records lie in the same partition. */
    private static String neighbourOf(String session, int partition) {
        String other = session();
        while (SessionPartition.of(new SessionId(other), 3) != partition || other.equals(session)) {
            other = session();
        }
        return other;
    }

    private static void assertRejected(SseStream stream, int status, String code) {
        StreamEnd.Rejected rejected = rejected(stream);
        assertThat(rejected.status()).isEqualTo(status);
        assertProblem(TestGateway.tree(rejected.body()), status, code);
    }
}
