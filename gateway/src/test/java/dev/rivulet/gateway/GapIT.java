package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.take;
import static dev.rivulet.gateway.Streams.text;
import static dev.rivulet.gateway.Streams.turnOf;
import static dev.rivulet.gateway.Streams.types;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Sealed;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.event.TurnPrompt;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What readers are shown of an attempt of which a delta is not in the log, because Kafka never took it, and of one that
 * was given up while its worker still wrote.
 */
class GapIT {

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension
            .with(Map.of("rivulet.gateway.acceptance-timeout", "200ms"));

    private static final TestGateway one = fixture.gateway();
    private static final TestGateway two = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    private final String session = session();

    @Test
    void nothingBehindAGapIsShownLiveLateOrFromAnyCursor() {
        SseStream live = one.stream(session);
        String turn = turnOf(live);
        writeWithGap(turn);
        worker.publish(session, turn, Chunks.failed(1, 2, "internal"));

        assertTwoDeltasAndAnErrorAreShown(turn, all(live));
    }

    /** Live, late, as a snapshot, and from each cursor. */
    private void assertTwoDeltasAndAnErrorAreShown(String turn, List<SseEvent> live) {
        assertThat(types(live)).containsExactly("started", "delta", "delta", "error");
        assertThat(text(live)).isEqualTo("ab");
        assertThat(all(two.sse(turnPath(turn) + "/events?from=start", Map.of()))).isEqualTo(live);
        assertThat(all(two.sse(turnPath(turn) + "/events", Map.of())).get(1).data()).contains("\"content\":\"ab\"");
        for (int seen = 1; seen < live.size(); seen++) {
            assertThat(all(two.eventsAfter(session, turn, live.get(seen - 1).id())))
                    .isEqualTo(live.subList(seen, live.size()));
        }
        assertThat(one.snapshot(session, turn).path("text").asText()).isEqualTo("ab");
    }

    @Test
    void anAttemptAfterOneWithAGapIsShownWhole() {
        String turn = one.submit(session);
        writeWithGap(turn);
        worker.publish(session, turn, Chunks.started(2));
        worker.publish(session, turn, new Delta(2, 0, "again"));
        worker.publish(session, turn, Chunks.done(2, 1, "stop", 5));

        List<SseEvent> whole = all(one.sse(turnPath(turn) + "/events?from=start", Map.of()));

        assertThat(types(whole)).containsExactly("started", "delta", "delta", "started", "delta", "done");
        assertThat(text(whole)).isEqualTo("abagain");
    }

    @Test
    void aDoneWithMoreDeltasThanTheLogHasIsAnErrorAndTheSnapshotTakesTheResult() {
        String turn = one.submit(session);
        writeWithGap(turn);
        worker.publish(session, turn, Chunks.done(1, 5, "stop", 5));

        List<SseEvent> whole = all(one.sse(turnPath(turn) + "/events?from=start", Map.of()));
        assertThat(types(whole)).containsExactly("started", "delta", "delta", "error");
        assertThat(whole.getLast().data()).contains("\"code\":\"internal\"", "\"seq\":5");
        assertThat(one.snapshot(session, turn).path("status").asText()).isEqualTo("error");

        worker.finish(session, turn, new Outcome.Completed("stop", Chunks.USAGE), "abcde");
        JsonNode snapshot = one.snapshot(session, turn);
        assertThat(snapshot.path("status").asText()).isEqualTo("done");
        assertThat(snapshot.path("text").asText()).isEqualTo("abcde");
    }

    @Test
    void nothingOfAnAttemptIsShownBehindItsSealLiveLateOrFromAnyCursor() {
        SseStream live = one.stream(session);
        String turn = turnOf(live);
        writeAroundSeal(turn);
        worker.publish(session, turn, Chunks.failed(1, 2, "worker_lost"));

        assertTwoDeltasAndAnErrorAreShown(turn, all(live));
    }

    @Test
    void aTurnWhoseFirstAttemptWasGivenUpBeforeItsWorkerWroteIsReadFromItsSecond() {
        String turn = one.submit(session);
        worker.publish(session, turn, new Sealed(1));
        worker.publish(session, turn, new Delta(1, 0, "void"));
        worker.publish(session, turn, Chunks.started(2));
        worker.publish(session, turn, new Delta(2, 0, "whole"));
        worker.publish(session, turn, Chunks.done(2, 1, "stop", 5));
        worker.finish(session, turn, new Outcome.Completed("stop", Chunks.USAGE), "whole");

        List<SseEvent> whole = all(two.sse(turnPath(turn) + "/events?from=start", Map.of()));

        assertThat(types(whole)).containsExactly("started", "delta", "done");
        assertThat(text(whole)).isEqualTo("whole");
    }

    @Test
    void aTurnWhoseAttemptWasGivenUpBeforeItsWorkerWroteIsReadFromItsEnd() {
        String turn = one.submit(session);
        worker.publish(session, turn, new Sealed(1));
        worker.publish(session, turn, Chunks.started(1));
        worker.publish(session, turn, new Delta(1, 0, "a"));
        worker.publish(session, turn, Chunks.failed(1, 0, "worker_lost"));

        assertThat(types(all(two.sse(turnPath(turn) + "/events?from=start", Map.of())))).containsExactly("error");
    }

    @Test
    void aFollowerIsShownNothingBehindASealFromAnyCursor() {
        String turn = one.submit(session);
        worker.publish(session, turn, new TurnPrompt(new TurnInput(TurnId.parse(turn), "hi", null, null, null)));
        writeAroundSeal(turn);
        worker.publish(session, new TurnIds().next().toString(), Chunks.failed(0, 0, "session_busy"));
        worker.publish(session, turn, new Delta(1, 4, "e"));
        worker.publish(session, turn, Chunks.failed(1, 2, "worker_lost"));

        assertFollowed("prompt", "started", "delta", "delta", "error", "error");
    }

    @Test
    void aFollowerIsShownNothingBehindAGapFromAnyCursor() {
        String turn = one.submit(session);
        worker.publish(session, turn, new TurnPrompt(new TurnInput(TurnId.parse(turn), "hi", null, null, null)));
        worker.publish(session, turn, Chunks.started(1));
        worker.publish(session, turn, new Delta(1, 0, "a"));
        worker.publish(session, turn, new Delta(1, 1, "b"));
        worker.publish(session, new TurnIds().next().toString(), Chunks.failed(0, 0, "session_busy"));
        worker.publish(session, turn, new Delta(1, 3, "d"));
        worker.publish(session, turn, Chunks.failed(1, 2, "internal"));

        assertFollowed("prompt", "started", "delta", "delta", "error", "error");
    }

    /** A follower gets these events, and from each cursor exactly those behind it. */
    private void assertFollowed(String... types) {
        String path = "/v1/sessions/" + session + "/events";

        SseStream follower = one.sse(path + "?from=start", Map.of());
        List<SseEvent> seen = take(follower, types.length);
        assertThat(types(seen)).containsExactly(types);
        for (int i = 0; i < seen.size() - 1; i++) {
            SseStream rest = two.sse(path, Map.of("Last-Event-ID", seen.get(i).id()));
            assertThat(take(rest, seen.size() - i - 1)).isEqualTo(seen.subList(i + 1, seen.size()));
            rest.close();
        }
        follower.close();
    }

    /** The worker still writes after its attempt was given up. */
    private void writeAroundSeal(String turn) {
        worker.publish(session, turn, Chunks.started(1));
        worker.publish(session, turn, new Delta(1, 0, "a"));
        worker.publish(session, turn, new Delta(1, 1, "b"));
        worker.publish(session, turn, new Sealed(1));
        worker.publish(session, turn, new Delta(1, 2, "c"));
        worker.publish(session, turn, new Sealed(1));
        worker.publish(session, turn, new Delta(1, 3, "d"));
    }

    /** An attempt whose third delta is missing. */
    private void writeWithGap(String turn) {
        worker.publish(session, turn, Chunks.started(1));
        worker.publish(session, turn, new Delta(1, 0, "a"));
        worker.publish(session, turn, new Delta(1, 1, "b"));
        worker.publish(session, turn, new Delta(1, 3, "d"));
        worker.publish(session, turn, new Delta(1, 4, "e"));
    }

    private String turnPath(String turn) {
        return "/v1/sessions/" + session + "/turns/" + turn;
    }
}
