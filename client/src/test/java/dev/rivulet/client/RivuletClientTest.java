package dev.rivulet.client;

import static dev.rivulet.client.ScriptedServer.delta;
import static dev.rivulet.client.ScriptedServer.done;
import static dev.rivulet.client.ScriptedServer.drop;
import static dev.rivulet.client.ScriptedServer.error;
import static dev.rivulet.client.ScriptedServer.events;
import static dev.rivulet.client.ScriptedServer.json;
import static dev.rivulet.client.ScriptedServer.problem;
import static dev.rivulet.client.ScriptedServer.started;
import static dev.rivulet.client.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls without a stream. */
class RivuletClientTest {

    private static final String RUNNING = "{\"sessionId\":\"s\",\"turnId\":\"t\",\"status\":\"running\",\"attempt\":1,"
            + "\"text\":\"so far\",\"later\":true}";

    private static final String PAST = "{\"turnId\":\"p\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
            + "\"status\":\"error\",\"attempt\":3,\"text\":\"par\",\"error\":{\"code\":\"worker_lost\","
            + "\"message\":\"gone\",\"retryable\":true},\"inMemory\":true,\"later\":1}";

    @Test
    void readsASnapshotAgainAfterAFailureThatPasses() throws IOException {
        try (ScriptedServer server = new ScriptedServer(problem(503, "kafka_unavailable"), status(200, "", "no JSON"),
                json(RUNNING)); RivuletClient client = TestClients.impatient(server).build()) {
            Turn turn = client.turn("s", "t");
            assertThat(turn).isEqualTo(
                    new Turn("s", "t", Turn.Status.RUNNING, 1, "so far", List.of(), null, null, null, null));
            assertThat(turn.ended()).isFalse();
            assertThat(server.requests()).hasSize(3)
                    .allMatch(request -> request.path().equals("/v1/sessions/s/turns/t"));
        }
    }

    @Test
    void aStatusThatOnlyALaterGatewayKnowsIsNoEndAndNoFailure() throws IOException {
        try (ScriptedServer server = new ScriptedServer(json(RUNNING.replace("running", "paused")));
                RivuletClient client = TestClients.impatient(server).build()) {
            Turn turn = client.turn("s", "t");
            assertThat(turn.status()).isEqualTo(Turn.Status.UNKNOWN);
            assertThat(turn.ended()).isFalse();
            assertThat(turn.text()).isEqualTo("so far");
        }
    }

    @Test
    void waitsForTheEndOfATurnHoweverItEnds() throws IOException {
        String failed = RUNNING.replace("running", "error");
        try (ScriptedServer server = new ScriptedServer(events(started(1), error("idle_timeout", true)), json(failed));
                RivuletClient client = TestClients.impatient(server).build()) {
            assertThat(client.turn("s", "t", TestClients.LONG).status()).isEqualTo(Turn.Status.ERROR);
        }
        try (ScriptedServer server = new ScriptedServer()) {
            server.then(server.eventsThenSilence(started(1)));
            server.then(json(RUNNING));
            try (RivuletClient client = TestClients.impatient(server).build()) {
                assertThat(client.turn("s", "t", Duration.ofMillis(200)).status()).isEqualTo(Turn.Status.RUNNING);
            }
        }
    }

    @Test
    void asksAndWaitsForTheWholeAnswer() throws IOException {
        try (ScriptedServer server = new ScriptedServer(events(started(1), delta(1, 0, "lost"), started(2)),
                events(delta(2, 0, "whole"), done(2, "stop")));
                RivuletClient client = TestClients.impatient(server).build()) {
            assertThat(client.ask("s", "hi")).isEqualTo(new Turn("s", ScriptedServer.TURN, Turn.Status.DONE, 2, "whole",
                    List.of(), "stop", new Usage(1, 2, 3), new Timings(1, 2L, 3), null));
        }
    }

    @Test
    void submitsOnceAndDoesNotWait() throws IOException {
        try (ScriptedServer server = new ScriptedServer(drop(),
                status(202, "", "{\"sessionId\":\"s\",\"turnId\":\"t\",\"status\":\"queued\"}"));
                RivuletClient client = TestClients.impatient(server).build()) {
            Prompt prompt = Prompt.ofMessages(List.of(Message.system("x"), Message.user("y")));
            assertThat(client.submit("s", prompt)).isEqualTo(new Bookmark("s", "t", null));
            assertThat(server.requests()).hasSize(2).extracting(request -> request.header("Idempotency-Key"))
                    .doesNotContainNull().containsOnly(server.requests().getFirst().header("Idempotency-Key"));
            assertThat(server.requests().getFirst().body()).isEqualTo("{\"messages\":[{\"role\":\"system\","
                    + "\"content\":\"x\"},{\"role\":\"user\",\"content\":\"y\"}]}");
        }
    }

    @Test
    void sendsItsKeyWithEachRequest() throws IOException {
        try (ScriptedServer server = new ScriptedServer(drop(),
                status(202, "", "{\"sessionId\":\"s\",\"turnId\":\"t\",\"status\":\"queued\"}"));
                RivuletClient client = TestClients.impatient(server).apiKey("rk.k1.secret").build()) {
            client.submit("s", Prompt.of("hi"));
            assertThat(server.requests()).hasSize(2).extracting(request -> request.header("Authorization"))
                    .containsOnly("Bearer rk.k1.secret");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> RivuletClient.builder().apiKey("a secret\n"))
                .withMessage("not a key");
    }

    @Test
    void readsPastTurnsByPage() throws IOException {
        String first = "{\"sessionId\":\"s\",\"turns\":[" + PAST + "],\"more\":true}";
        String last = "{\"sessionId\":\"s\",\"turns\":[],\"later\":1}";
        try (ScriptedServer server = new ScriptedServer(json(first), json(last));
                RivuletClient client = TestClients.impatient(server).build()) {
            TurnPage page = client.turns("s");
            assertThat(page.turns()).singleElement().satisfies(RivuletClientTest::isPast);
            assertThat(page.more()).isTrue();
            assertThat(client.turnsBefore("s", page.turns().getLast().turnId())).isEqualTo(
                    new TurnPage("s", List.of(), false));
            assertThat(server.requests()).extracting(request -> request.method() + " " + request.path())
                    .containsExactly("GET /v1/sessions/s/turns", "GET /v1/sessions/s/turns?before=p");
        }
    }

    private static void isPast(PastTurn turn) {
        assertThat(turn.userText()).isEqualTo("hi");
        assertThat(turn.status()).isEqualTo(Turn.Status.ERROR);
        assertThat(turn.text()).isEqualTo("par");
        assertThat(turn.error().code()).isEqualTo("worker_lost");
        assertThat(turn.inMemory()).isTrue();
        assertThat(turn.shortened()).isFalse();
    }

    @Test
    void readsAndForgetsASession() throws IOException {
        String conversation = "{\"sessionId\":\"s\",\"turns\":[" + PAST + "],\"more\":true,"
                + "\"open\":{\"turnId\":\"t\",\"messages\":[{\"role\":\"user\",\"content\":\"and?\"}],\"attempt\":2},"
                + "\"queue\":[{\"turnId\":\"u\",\"prompt\":\"next\"}],\"cursor\":\"c\"}";
        String remains = "{\"sessionId\":\"s\",\"remains\":[{\"topic\":\"chunk-events\","
                + "\"until\":\"2026-01-01T00:00:00Z\",\"policy\":\"delete\"},"
                + "{\"topic\":\"state\",\"until\":null,\"policy\":\"compact\"}]}";
        try (ScriptedServer server = new ScriptedServer(json(conversation), status(202, "", remains));
                RivuletClient client = TestClients.impatient(server).build()) {
            Conversation read = client.session("s");
            assertThat(read.turns()).singleElement().satisfies(RivuletClientTest::isPast);
            assertThat(read.more()).isTrue();
            assertThat(read.open().userText()).isEqualTo("and?");
            assertThat(read.open().attempt()).isEqualTo(2);
            assertThat(read.queue()).singleElement().extracting(SubmittedTurn::userText).isEqualTo("next");
            assertThat(client.forget("s").remains()).containsExactly(
                    new ForgetResult.RetainedTopic("chunk-events", "2026-01-01T00:00:00Z", "delete"),
                    new ForgetResult.RetainedTopic("state", null, "compact"));
            assertThat(server.requests()).extracting(request -> request.method() + " " + request.path())
                    .containsExactly("GET /v1/sessions/s", "DELETE /v1/sessions/s");
        }
    }

    @Test
    void knowsWhetherAGatewayIsReady() throws IOException {
        try (ScriptedServer server = new ScriptedServer(status(200, "", "ready"), status(404, "", ""));
                RivuletClient client = TestClients.impatient(server).maxTries(1).build()) {
            assertThat(client.ready()).isTrue();
            assertThat(client.ready()).isFalse();
            assertThat(client.ready()).isFalse();
        }
    }

    @Test
    void whatNoGatewayWouldTakeIsRefusedAtOnce() throws IOException {
        try (ScriptedServer server = new ScriptedServer();
                RivuletClient client = TestClients.impatient(server).build()) {
            assertThatThrownBy(() -> client.stream("../x", "hi")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.turn("s", "t?x=1")).isInstanceOf(IllegalArgumentException.class);
            assertThat(server.requests()).isEmpty();
        }
        assertThatThrownBy(() -> RivuletClient.of("127.0.0.1:8080")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RivuletClient.builder().build()).isInstanceOf(IllegalStateException.class);
    }

    private static PastTurn secret() {
        return new PastTurn("t", "secret", null, "secret", false, Turn.Status.DONE, 1, "m", "p", "secret",
                List.of(new AnswerPart.Reasoning(0, "secret", "secret")), "stop", null, null, null, true);
    }

    @Test
    void wordsOfUsersAndModelsStayOutOfLogs() {
        List<Object> all = List.of(Prompt.of("secret").system("secret"), Message.user("secret"),
                new Chunk.Text(1, 0, "secret"), new SubmittedTurn("t", "secret", null, null, null, 0),
                new Conversation("s", List.of(secret()), false, null, null, null), secret(),
                new TurnPage("s", List.of(secret()), false),
                new Turn("s", "t", Turn.Status.DONE, 1, "secret", List.of(), "stop", null, null, null),
                new Chunk.Reasoning(1, 0, "secret", "secret"), new Chunk.SoFar(1, 0, "secret", List.of()),
                new Chunk.ToolCall(1, 0, 0, "c", "secret", "secret", true),
                new AnswerPart.ToolCall(0, 0, "c", "secret", "secret", true));
        assertThat(all).noneMatch(value -> value.toString().contains("secret"));
    }
}
