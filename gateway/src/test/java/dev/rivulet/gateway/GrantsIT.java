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
import dev.rivulet.gateway.identity.TestSecrets;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Alice gives others her session, or a turn of it, at one of two gateways; they use it at both, and nothing else. */
class GrantsIT {

    private static final TestKeys FILE = TestKeys.create();
    private static final TestSecrets SECRETS = TestSecrets.with(TestSecrets.FIRST);
    private static final String ALICE = FILE.add("alice", "alice", "ask,read,cancel");
    private static final Map<String, String> NOBODY = Map.of();

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(FILE.settings(), SECRETS.settings())
            .closing(FILE, SECRETS);

    private static final TestGateway one = fixture.gateway();
    private static final TestGateway two = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    private final String session = Streams.session();
    private final String key = Principal.of(ApiKey.ISSUER, "alice").session(session).key().value();

    /** Each test begins with the first secret, at both gateways. */
    @BeforeEach
    void rotateBack() {
        SECRETS.write(TestSecrets.FIRST);
        Waiting.await().until(() -> TestSecrets.opens(TestSecrets.FIRST, give(one, "{}"))
                && TestSecrets.opens(TestSecrets.FIRST, give(two, "{}")));
    }

    @Test
    void whoHasALinkToReadFollowsTheAnswerAtAnyGatewayAndResumesIt() {
        SseStream owners = ask("hi");
        String turn = turnOf(owners);
        String grant = give("{\"access\":\"read\"}");
        SseStream first = two.sse(events(turn, grant), NOBODY);
        worker.publish(key, turn, Chunks.started(1));
        worker.publish(key, turn, new Delta(1, 0, "for "));
        next(first);
        String cursor = next(first).id();
        first.cut();
        SseStream again = one.sse(events(turn, grant), Map.of("Last-Event-ID", cursor));
        worker.publish(key, turn, new Delta(1, 1, "all"));
        worker.publish(key, turn, Chunks.done(1, 2, "stop", 7));
        assertThat(text(all(again))).isEqualTo("all");
        assertThat(text(all(owners))).isEqualTo("for all");
        HttpResponse<String> snapshot = two.get(turnPath(turn) + "?grant=" + grant);
        assertThat(TestGateway.tree(snapshot).path("text").asText()).isEqualTo("for all");
        assertThat(snapshot.body() + snapshot.headers() + first.events()).doesNotContain(key.substring(0, 22));

        assertThat(post(two, "/v1/sessions/" + session + "/turns?grant=" + grant).statusCode()).isEqualTo(403);
        assertThat(delete(two, turnPath(turn) + "?grant=" + grant).statusCode()).isEqualTo(403);
    }

    @Test
    void whoHasALinkToWriteAsksAndStopsInTheNameOfTheOwner() {
        String grant = give("{\"access\":\"write\"}");
        String turn = TestGateway.tree(post(two, "/v1/sessions/" + session + "/turns?grant=" + grant)).path("turnId")
                .asText();
        assertThat(worker.prompt(turn).sessionId().value()).isEqualTo(key);
        assertThat(delete(one, turnPath(turn) + "?grant=" + grant).statusCode()).isEqualTo(202);
        Waiting.await().until(() -> worker.cancels(key, turn) == 1);
        SseStream plain = two.sse("/stream?prompt=hello&session=" + session + "&grant=" + grant, NOBODY);
        assertThat(worker.prompt(turnOf(plain)).sessionId().value()).isEqualTo(key);
        plain.cut();
        assertThat(rejected(two.sse("/stream?prompt=hello&grant=" + grant, NOBODY)).body())
                .contains("\"code\":\"outside_grant\"");
    }

    @Test
    void aSocketIsOfTheGrantThatItWasOpenedWith() {
        String turn = turnOf(ask("hi"));
        String other = turnOf(ask("and this?"));
        for (JsonSocket opened : List.of(socket("/ws?grant=" + give("{}"), NOBODY),
                socket("/ws", Map.of("Authorization", "Bearer " + give("{}"))))) {
            try (JsonSocket socket = opened) {
                socket.send(Map.of("type", "resume", "id", "1", "session", session, "turn", turn));
                assertThat(answer(socket, "1").path("type").asText()).isEqualTo("resumed");
                socket.send(Map.of("type", "prompt", "id", "2", "session", session, "prompt", "hi"));
                assertThat(codeOf(answer(socket, "2"))).isEqualTo("missing_scope");
                socket.send(Map.of("type", "follow", "id", "3", "session", "another"));
                assertThat(codeOf(answer(socket, "3"))).isEqualTo("outside_grant");
            }
        }
        try (JsonSocket socket = socket("/ws?grant=" + give("{\"turnId\":\"" + turn + "\"}"), NOBODY)) {
            socket.send(Map.of("type", "resume", "id", "1", "session", session, "turn", turn));
            assertThat(answer(socket, "1").path("type").asText()).isEqualTo("resumed");
            socket.send(Map.of("type", "resume", "id", "2", "session", session, "turn", other));
            assertThat(codeOf(answer(socket, "2"))).isEqualTo("outside_grant");
            socket.send(Map.of("type", "follow", "id", "3", "session", session));
            assertThat(codeOf(answer(socket, "3"))).isEqualTo("outside_grant");
        }
    }

    @Test
    void whatIsReadWithAGrantEndsWhenItsTimeIsOverAndTheTurnGoesOn() {
        SseStream owners = ask("hi");
        String turn = turnOf(owners);
        String grant = give("{\"lifetimeMs\":3000}");
        SseStream stream = one.sse(events(turn, grant), NOBODY);
        try (JsonSocket socket = socket("/ws?grant=" + grant, NOBODY)) {
            worker.publish(key, turn, Chunks.started(1));
            assertThat(all(stream)).extracting(SseEvent::type).containsExactly("started", "problem");
            assertThat(stream.events().getLast().data()).contains("\"code\":\"expired_grant\"");
            assertThat(socket.awaitClose(Waiting.LIMIT)).contains(1008);
        }
        assertThat(TestGateway.tree(rejected(one.sse(events(turn, grant), NOBODY)).body()).path("code").asText())
                .isEqualTo("expired_grant");
        assertThat(worker.cancels(turn)).isZero();
        worker.publish(key, turn, Chunks.done(1, 0, "stop", 0));
        all(owners);
    }

    @Test
    void rotatingTheSecretRevokesAllGrantsAndNoKeys() {
        SseStream owners = ask("hi");
        String turn = turnOf(owners);
        String grant = give("{\"access\":\"write\"}");
        SseStream stream = two.sse(events(turn, grant), NOBODY);
        worker.publish(key, turn, Chunks.started(1));
        next(stream);

        SECRETS.write(TestSecrets.SECOND, TestSecrets.FIRST);
        Waiting.await().until(() -> TestSecrets.opens(TestSecrets.SECOND, give("{}")));
        assertThat(one.get(turnPath(turn) + "?grant=" + grant).statusCode()).isEqualTo(200);

        SECRETS.write(TestSecrets.SECOND);
        assertThat(next(stream).data()).contains("\"code\":\"invalid_grant\"");
        assertThat(all(stream)).extracting(SseEvent::type).containsExactly("started", "problem");
        Waiting.await().until(() -> one.get(turnPath(turn) + "?grant=" + grant).statusCode() == 401);
        worker.publish(key, turn, Chunks.done(1, 0, "stop", 0));
        assertThat(all(owners)).extracting(SseEvent::type).containsExactly("started", "done");
        assertThat(one.get(turnPath(turn) + "?grant=" + give("{}")).statusCode()).isEqualTo(200);
    }

    private String give(String body) {
        return give(one, body);
    }

    private String give(TestGateway gateway, String body) {
        HttpResponse<String> made = gateway.post("/v1/sessions/" + session + "/grants", body,
                Map.of("Authorization", "Bearer " + ALICE));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return TestGateway.tree(made).path("grant").asText();
    }

    private SseStream ask(String prompt) {
        return one.ssePost("/v1/sessions/" + session + "/turns", "{\"prompt\":\"" + prompt + "\"}",
                Map.of("Authorization", "Bearer " + ALICE));
    }

    private String turnPath(String turn) {
        return "/v1/sessions/" + session + "/turns/" + turn;
    }

    private String events(String turn, String grant) {
        return turnPath(turn) + "/events?from=start&grant=" + grant;
    }

    private static JsonSocket socket(String path, Map<String, String> headers) {
        return JsonSocket.connect(URI.create(two.url(path).replace("http", "ws")), headers);
    }

    private static JsonNode answer(JsonSocket socket, String id) {
        return socket.await(Map.of("id", id), Waiting.LIMIT).orElseThrow();
    }

    private static String codeOf(JsonNode refused) {
        return refused.path("problem").path("code").asText();
    }

    private static HttpResponse<String> post(TestGateway gateway, String path) {
        return gateway.post(path, "{\"prompt\":\"hi\"}");
    }

    private static HttpResponse<String> delete(TestGateway gateway, String path) {
        return TestGateway.send(HttpRequest.newBuilder(URI.create(gateway.url(path))).DELETE().build());
    }
}
