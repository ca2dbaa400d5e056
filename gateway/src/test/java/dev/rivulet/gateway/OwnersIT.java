package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.rejected;
import static dev.rivulet.gateway.Streams.text;
import static dev.rivulet.gateway.Streams.turnOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.TestKeys;
import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.ForgetRequested;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A principal names its own sessions and no others: those of a stranger are as if they were not there. */
class OwnersIT {

    private static final String SCOPES = "ask,read,cancel,forget";
    private static final TestKeys FILE = TestKeys.create();
    private static final String ALICE = FILE.add("alice", "alice", SCOPES);
    private static final String MALLORY = FILE.add("mallory", "mallory", SCOPES);

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(FILE.settings()).onPrompt(OwnersIT::accept)
            .closing(FILE);

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    private final String session = Streams.session();
    private final String key = key("alice", session);

    private static void accept(FakeWorker self, PromptRequested prompt) {
        if (prompt.idempotency() != null) {
            self.accept(prompt, prompt.turnId(), Accepted.Status.CREATED);
        }
    }

    @Test
    void theOwnerIsInTheKeyOfTheRecordsAndInNoResponse() {
        SseStream stream = ask(ALICE, "{\"prompt\":\"hi\"}");
        String turn = turnOf(stream);
        assertThat(worker.prompt(turn).sessionId().value()).isEqualTo(key).endsWith("~" + session);
        worker.answer(key, turn, "for ", "Alice");
        List<SseEvent> events = all(stream);
        assertThat(text(events)).isEqualTo("for Alice");
        HttpResponse<String> read = get(ALICE, turnPath(turn));
        assertThat(TestGateway.tree(read).path("sessionId").asText()).isEqualTo(session);
        assertThat(TestGateway.tree(read).path("text").asText()).isEqualTo("for Alice");
        assertThat(stream.header("X-Session-Id")).contains(session);
        assertThat(stream.header("Location").orElseThrow()).isEqualTo(turnPath(turn));
        assertThat(events + read.body() + read.headers()).doesNotContain(key.substring(0, 22));
    }

    @Test
    void whatIsAStrangersIsNotThere() {
        SseStream stream = ask(ALICE, "{\"prompt\":\"hi\"}");
        String turn = turnOf(stream);
        worker.publish(key, turn, Chunks.started(1));
        worker.publish(key, turn, new Delta(1, 0, "secret"));
        next(stream);
        String cursor = next(stream).id();
        String none = turn.substring(0, turn.length() - 4) + "0000";

        HttpResponse<String> strangers = get(MALLORY, turnPath(turn));
        HttpResponse<String> missing = get(MALLORY, turnPath(none));
        assertThat(strangers.statusCode()).isEqualTo(404).isEqualTo(missing.statusCode());
        assertThat(strangers.body()).isEqualTo(missing.body());
        for (Map<String, String> position : List.of(Map.<String, String>of(), Map.of("Last-Event-ID", cursor))) {
            // An EventSource is told to come back, as for each turn that is young and not known.
            SseStream empty = gateway.sse(turnPath(turn) + "/events", with(MALLORY, position));
            assertThat(empty.awaitEnd(Waiting.LIMIT)).isPresent();
            assertThat(empty.events()).isEmpty();
        }
        assertThat(delete(MALLORY, turnPath(turn)).statusCode()).isEqualTo(202);
        assertThat(delete(MALLORY, "/v1/sessions/" + session).statusCode()).isEqualTo(202);
        Waiting.await().until(() -> worker.cancels(key("mallory", session), turn) == 1);
        assertThat(worker.cancels(key, turn)).isZero();

        worker.publish(key, turn, Chunks.done(1, 1, "stop", 6));
        assertThat(text(all(stream))).isEqualTo("secret");
    }

    @Test
    void twoPrincipalsUseOneNameAndOneTurnIdWithoutKnowing() {
        String turn = turnOf(ask(ALICE, "{\"prompt\":\"mine\"}"));
        SseStream strangers = ask(MALLORY, "{\"prompt\":\"mine too\",\"turnId\":\"" + turn + "\"}");
        assertThat(turnOf(strangers)).isEqualTo(turn);
        worker.answer(key("mallory", session), turn, "for Mallory");
        worker.answer(key, turn, "for Alice");
        assertThat(text(all(strangers))).isEqualTo("for Mallory");
        assertThat(TestGateway.tree(get(ALICE, turnPath(turn))).path("text").asText()).isEqualTo("for Alice");
    }

    @Test
    void commandsSayWhoAsksAndInWhichClassOfQuotas() {
        String gold = FILE.add("gold-" + session, "alice", SCOPES, "gold");
        Waiting.await().until(() -> get(gold, "/v1/models").statusCode() == 200);
        String turn = turnOf(ask(gold, "{\"prompt\":\"hi\"}"));
        delete(ALICE, turnPath(turn));
        delete(ALICE, "/v1/sessions/" + session);
        assertThat(worker.prompt(turn).requestedBy()).isEqualTo(new RequestedBy("rivulet|alice", "gold"));
        assertThat(worker.about(key, CancelRequested.class).requestedBy())
                .isEqualTo(worker.about(key, ForgetRequested.class).requestedBy())
                .isEqualTo(new RequestedBy("rivulet|alice", null));
    }

    @Test
    void aNameThatLooksLikeAKeyIsANameOfTheCallersOwn() {
        SseStream stream = gateway.ssePost("/v1/sessions/" + key + "/turns", "{\"prompt\":\"hi\"}",
                with(MALLORY, Map.of()));
        String turn = turnOf(stream);
        assertThat(worker.prompt(turn).sessionId().value()).isEqualTo(key("mallory", key));
        stream.cut();
    }

    @Test
    void aNameHasRoomForItsOwner() {
        HttpResponse<String> tooLong = post(ALICE, "/v1/sessions/" + "s".repeat(106) + "/turns");
        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(TestGateway.tree(tooLong).path("detail").asText()).contains("1 to 105 characters");
        assertThat(post(ALICE, "/v1/sessions/" + "s".repeat(105) + "/turns").statusCode()).isEqualTo(202);
    }

    @Test
    void aRepeatedChatCompletionIsFoundWithAnotherKeyOfTheSamePrincipal() {
        String second = FILE.add("alice-2", "alice", "ask");
        Waiting.await().until(() -> get(second, "/v1/models").statusCode() == 200);
        String id = "again-" + session;
        assertThat(chat(second, id)).isEqualTo(chat(ALICE, id)).isNotEqualTo(chat(MALLORY, id));
    }

    @Test
    void aStreamWhoseKeyIsRemovedEndsWithAProblemAndItsTurnGoesOn() {
        String name = "leaver-" + session;
        String leaver = FILE.add(name, "alice", SCOPES);
        Waiting.await().until(() -> get(leaver, "/v1/models").statusCode() == 200);
        SseStream stream = ask(leaver, "{\"prompt\":\"hi\"}");
        SseStream others = ask(ALICE, "{\"prompt\":\"hi\"}");
        String turn = turnOf(stream);
        try (JsonSocket socket = socket(leaver)) {
            socket.send(Map.of("type", "resume", "id", "r", "session", session, "turn", turn));
            assertThat(socket.await(Map.of("type", "resumed"), Waiting.LIMIT)).isPresent();
            worker.publish(key, turn, Chunks.started(1));
            next(stream);

            FILE.remove(name);

            assertThat(next(stream).data()).contains("\"code\":\"invalid_key\"");
            assertThat(all(stream)).extracting(SseEvent::type).containsExactly("started", "problem");
            assertThat(socket.awaitClose(Waiting.LIMIT)).contains(1008);
            assertThat(socket.await(Map.of("type", "problem", "turn", turn), Waiting.LIMIT)).isPresent();
        }
        assertThat(rejected(gateway.sse(turnPath(turn) + "/events", with(leaver, Map.of()))).status()).isEqualTo(401);
        assertThat(worker.cancels(turn)).isZero();
        worker.answer(key, turnOf(others), "still here");
        assertThat(text(all(others))).isEqualTo("still here");
    }

    @Test
    void eachFrameOfASocketNeedsItsScope() {
        String reader = FILE.add("reader-" + session, "alice", "read");
        Waiting.await().until(() -> get(reader, "/v1/models").statusCode() == 200);
        SseStream stream = ask(ALICE, "{\"prompt\":\"hi\"}");
        String turn = turnOf(stream);
        try (JsonSocket socket = socket(reader); JsonSocket strangers = socket(MALLORY)) {
            socket.send(Map.of("type", "prompt", "id", "1", "session", session, "prompt", "hi"));
            socket.send(Map.of("type", "cancel", "id", "2", "session", session, "turn", turn));
            for (String id : List.of("1", "2")) {
                JsonNode refused = socket.await(Map.of("id", id), Waiting.LIMIT).orElseThrow();
                assertThat(refused.path("problem").path("code").asText()).isEqualTo("missing_scope");
            }
            socket.send(Map.of("type", "resume", "id", "3", "session", session, "turn", turn));
            assertThat(socket.await(Map.of("id", "3"), Waiting.LIMIT).orElseThrow().path("type").asText())
                    .isEqualTo("resumed");
            strangers.send(Map.of("type", "resume", "id", "4", "session", session, "turn", turn));
            assertThat(strangers.await(Map.of("id", "4"), Waiting.LIMIT).orElseThrow().path("problem").path("code")
                    .asText()).isEqualTo("unknown_turn");
        }
        stream.cut();
    }

    private SseStream ask(String by, String json) {
        return gateway.ssePost("/v1/sessions/" + session + "/turns", json, with(by, Map.of()));
    }

    private String turnPath(String turn) {
        return "/v1/sessions/" + session + "/turns/" + turn;
    }

    /** Returns the session of a completion, as Kafka has it. */
    private static String chat(String by, String id) {
        SseStream stream = gateway.ssePost("/v1/chat/completions",
                "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                with(by, Map.of("Idempotency-Key", id)));
        String turn = turnOf(stream);
        stream.cut();
        return worker.prompt(turn).sessionId().value();
    }

    private static JsonSocket socket(String by) {
        return JsonSocket.connect(URI.create(gateway.url("/ws").replace("http", "ws")), with(by, Map.of()));
    }

    private static HttpResponse<String> get(String by, String path) {
        return gateway.get(path, "Authorization", "Bearer " + by);
    }

    private static HttpResponse<String> post(String by, String path) {
        return gateway.post(path, "{\"prompt\":\"hi\"}", with(by, Map.of()));
    }

    private static HttpResponse<String> delete(String by, String path) {
        return TestGateway.send(HttpRequest.newBuilder(URI.create(gateway.url(path)))
                .header("Authorization", "Bearer " + by).DELETE().build());
    }

    private static Map<String, String> with(String by, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Authorization", "Bearer " + by);
        return all;
    }

    private static String key(String principal, String session) {
        return Principal.of(ApiKey.ISSUER, principal).session(session).key().value();
    }
}
