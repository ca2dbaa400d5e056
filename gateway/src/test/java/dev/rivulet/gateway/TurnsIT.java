package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.text;
import static dev.rivulet.gateway.Streams.turnOf;
import static dev.rivulet.gateway.Streams.types;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TurnsIT {

    private static final String AWKWARD = "a\nb\r\n\"q\" \\ \t\u2028\u2029 \uD83C\uDF0A data: [DONE]\n\n\u0000 end";

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(Map.of("rivulet.http.disconnect-grace", "1s"))
            .onPrompt(TurnsIT::answerFast);

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    private static void answerFast(FakeWorker self, PromptRequested prompt) {
        if (prompt.sessionId().value().startsWith("fast-")) {
            self.publish(prompt, Chunks.started(1), new Delta(1, 0, "x"), Chunks.done(1, 1, "stop", 1));
        }
    }

    @Test
    void anAcceptedTurnIsInKafkaAndHasALocation() {
        String session = session();
        HttpResponse<String> response = gateway.post("/v1/sessions/" + session + "/turns",
                "{\"prompt\":\"hello\",\"model\":\"m\",\"maxTokens\":5,\"temperature\":0.3,\"system\":\"s\"}");
        assertThat(response.statusCode()).isEqualTo(202);
        JsonNode body = TestGateway.tree(response);
        String turn = body.path("turnId").asText();
        assertThat(body.path("sessionId").asText()).isEqualTo(session);
        assertThat(body.path("status").asText()).isEqualTo("queued");
        assertThat(response.headers().firstValue("Location")).contains("/v1/sessions/" + session + "/turns/" + turn);
        PromptRequested prompt = worker.prompt(turn);
        assertThat(prompt.prompt()).isEqualTo("hello");
        assertThat(prompt.options().model()).isEqualTo("m");
        assertThat(prompt.options().maxTokens()).isEqualTo(5);
        assertThat(prompt.options().system()).isEqualTo("s");
        assertThat(gateway.snapshot(session, turn).path("status").asText()).isEqualTo("queued");
    }

    @Test
    void everyCommandHasATimestampThatIsNotBeforeItsTurn() {
        String session = session();
        String turn = gateway.submit(session);
        gateway.delete("/v1/sessions/" + session + "/turns/" + turn);
        await().until(() -> worker.cancels(turn) == 1);
        assertThat(worker.timestamps(turn)).hasSize(2)
                .allSatisfy(timestamp -> assertThat(timestamp).isGreaterThanOrEqualTo(TurnId.parse(turn).timestamp()));
    }

    @Test
    void theStreamThatAsksSeesStartedDeltasAndDone() {
        String session = session();
        SseStream stream = gateway.stream(session);
        String turn = turnOf(stream);
        assertThat(stream.header("Content-Type")).contains("text/event-stream");
        assertThat(stream.header("Cache-Control")).contains("no-store");
        assertThat(stream.header("X-Accel-Buffering")).contains("no");
        assertThat(stream.header("X-Session-Id")).contains(session);
        assertThat(stream.header("Location")).contains("/v1/sessions/" + session + "/turns/" + turn);
        worker.answer(session, turn, "Hello", ", world");
        List<SseEvent> events = all(stream);
        assertThat(types(events)).containsExactly("started", "delta", "delta", "done");
        assertThat(events.get(1).data()).isEqualTo("{\"attempt\":1,\"seq\":0,\"content\":\"Hello\"}");
        assertThat(events).extracting(SseEvent::id).doesNotHaveDuplicates().allMatch(id -> id.length() == 36);
    }

    @Test
    void theFirstReaderMissesNothingHoweverFastTheWorkerIs() {
        List<SseStream> streams = IntStream.range(0, 100).mapToObj(i -> gateway.stream("fast-" + session())).toList();
        assertThat(streams)
                .allSatisfy(stream -> assertThat(types(all(stream))).containsExactly("started", "delta", "done"));
    }

    @Test
    void textArrivesByteForByteInStreamAndSnapshot() {
        String session = session();
        SseStream stream = gateway.stream(session);
        String turn = turnOf(stream);
        worker.answer(session, turn, AWKWARD, AWKWARD);
        assertThat(text(all(stream))).isEqualTo(AWKWARD + AWKWARD);
        assertThat(gateway.snapshot(session, turn).path("text").asText()).isEqualTo(AWKWARD + AWKWARD);
    }

    @Test
    void aLateJoinerSeesARunningTurnFromItsBeginningAndThenLive() {
        String session = session();
        String turn = gateway.submit(session);
        worker.publish(session, turn, Chunks.started(1));
        worker.publish(session, turn, new Delta(1, 0, "early "));
        SseStream late = gateway.events(session, turn);
        assertThat(next(late).type()).isEqualTo("started");
        assertThat(next(late).data()).contains("early ");
        worker.publish(session, turn, new Delta(1, 1, "late"));
        assertThat(next(late).data()).contains("late");
        JsonNode snapshot = gateway.snapshot(session, turn);
        assertThat(snapshot.path("status").asText()).isEqualTo("running");
        assertThat(snapshot.path("text").asText()).isEqualTo("early late");
        worker.publish(session, turn, Chunks.done(1, 2, "stop", 10));
        assertThat(types(all(late))).containsExactly("started", "delta", "delta", "done");
    }

    @Test
    void aQueuedTurnIsWaitedFor() {
        String session = session();
        String turn = gateway.submit(session);
        SseStream stream = gateway.events(session, turn);
        assertThat(turnOf(stream)).isEqualTo(turn);
        worker.answer(session, turn, "at last");
        assertThat(text(all(stream))).isEqualTo("at last");
    }

    @Test
    void aFinishedTurnIsReplayedAndItsSnapshotSaysAll() {
        String session = session();
        String turn = gateway.submit(session);
        worker.answer(session, turn, "one ", "two");
        assertThat(types(all(gateway.events(session, turn)))).containsExactly("started", "delta", "delta", "done");
        JsonNode snapshot = gateway.snapshot(session, turn);
        assertThat(snapshot.path("status").asText()).isEqualTo("done");
        assertThat(snapshot.path("text").asText()).isEqualTo("one two");
        assertThat(snapshot.path("finishReason").asText()).isEqualTo("stop");
        assertThat(snapshot.at("/usage/totalTokens").asInt()).isEqualTo(8);
        assertThat(snapshot.at("/timings/totalMs").asInt()).isEqualTo(3);
        assertThat(snapshot.path("attempt").asInt()).isEqualTo(1);
    }

    @Test
    void aFailedTurnKeepsItsPartialAnswer() {
        String session = session();
        String turn = gateway.submit(session);
        worker.publish(session, turn, Chunks.started(1));
        worker.publish(session, turn, new Delta(1, 0, "half"));
        worker.publish(session, turn, Chunks.failed(1, 1, "idle_timeout"));
        JsonNode snapshot = gateway.snapshot(session, turn);
        assertThat(snapshot.path("status").asText()).isEqualTo("error");
        assertThat(snapshot.path("text").asText()).isEqualTo("half");
        assertThat(snapshot.at("/error/code").asText()).isEqualTo("idle_timeout");
        assertThat(snapshot.at("/error/retryable").asBoolean()).isTrue();
        assertThat(snapshot.at("/timings/totalMs").asInt()).isEqualTo(3);
    }

    @Test
    void aTurnCancelledWhileQueuedEndsWithoutAStart() {
        String session = session();
        String turn = gateway.submit(session);
        worker.publish(session, turn, Chunks.done(0, 0, "cancelled", 0));
        assertThat(types(all(gateway.events(session, turn)))).containsExactly("done");
        assertThat(gateway.snapshot(session, turn).path("finishReason").asText()).isEqualTo("cancelled");
    }

    @Test
    void nothingOfAnOldAttemptIsShownLiveOrReplayed() {
        String session = session();
        SseStream live = gateway.stream(session);
        String turn = turnOf(live);
        worker.publish(session, turn, Chunks.started(1));
        worker.publish(session, turn, new Delta(1, 0, "old"));
        worker.publish(session, turn, Chunks.started(2));
        worker.publish(session, turn, new Delta(1, 1, "stale"));
        worker.publish(session, turn, new Delta(2, 0, "new"));
        worker.publish(session, turn, Chunks.started(1));
        worker.publish(session, turn, Chunks.done(2, 1, "stop", 3));
        List<SseEvent> seen = all(live);
        assertThat(types(seen)).containsExactly("started", "delta", "started", "delta", "done");
        assertThat(text(seen)).isEqualTo("oldnew");
        assertThat(all(gateway.events(session, turn))).isEqualTo(seen);
        assertThat(gateway.snapshot(session, turn).path("text").asText()).isEqualTo("new");
    }

    @Test
    void cancelIsAcceptedAgainAndAgain() {
        String session = session();
        String turn = gateway.submit(session);
        String path = "/v1/sessions/" + session + "/turns/" + turn;
        assertThat(gateway.delete(path).statusCode()).isEqualTo(202);
        assertThat(TestGateway.tree(gateway.delete(path)).path("turnId").asText()).isEqualTo(turn);
        await().until(() -> worker.cancels(turn) == 2);
    }

    @Test
    void aReaderThatLeavesCancelsItsTurnOnlyWhenTheTurnSaysSo() {
        double before = gateway.meter("rivulet_gateway_disconnects_total");
        String session = session();
        SseStream stays = gateway.stream(session);
        SseStream cancels = gateway.stream(session, "{\"prompt\":\"hello\",\"onDisconnect\":\"cancel\"}");
        String going = turnOf(stays);
        String cancelled = turnOf(cancels);
        assertThat(worker.prompt(cancelled).options().onDisconnect()).isEqualTo(OnDisconnect.CANCEL);
        stays.cut();
        cancels.cut();
        await().until(() -> worker.cancels(cancelled) == 1);
        await().until(() -> gateway.meter("rivulet_gateway_disconnects_total") == before + 2);
        assertThat(worker.cancels(going)).isZero();
        assertThat(worker.cancels(cancelled)).isEqualTo(1);
    }

    @Test
    void aStreamThatEndedBeforeItsClientLeftCancelsNothing() {
        String session = session();
        SseStream stream = gateway.stream(session, "{\"prompt\":\"hello\",\"onDisconnect\":\"cancel\"}");
        String turn = turnOf(stream);
        worker.answer(session, turn, "x");
        all(stream);
        String other = gateway.submit(session);
        gateway.delete("/v1/sessions/" + session + "/turns/" + other);
        await().until(() -> worker.cancels(other) == 1);
        assertThat(worker.cancels(turn)).isZero();
    }
}
