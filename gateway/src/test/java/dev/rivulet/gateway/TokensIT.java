package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.assertProblem;
import static dev.rivulet.gateway.Streams.turnOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.TestKeys;
import dev.rivulet.gateway.identity.jwt.TestIssuer;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens of an issuer at a gateway over Kafka: whose sessions they name, and for how long. */
class TokensIT {

    private static final TestKeys FILE = TestKeys.create();
    private static final TestIssuer ISSUER = new TestIssuer();
    private static final int LIFETIME_SECONDS = 8;

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension
            .with(FILE.settings(), ISSUER.settings(Map.of("rivulet.auth.jwt.clock-tolerance", "0s")))
            .closing(ISSUER, FILE);

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    private final String session = Streams.session();

    @BeforeAll
    static void awaitKeys() {
        Waiting.await().until(() -> get(TestIssuer.token("alice"), "/readyz").statusCode() == 200);
    }

    @Test
    void theOwnerIsTheIssuerAndItsSubject() {
        for (String name : List.of("alice", "auth0|alice", "\u0430lice")) {
            SseStream stream = ask(TestIssuer.token(name));
            assertThat(worker.prompt(turnOf(stream)).sessionId()).isEqualTo(
                    Principal.of(TestIssuer.NAME, name).session(session).key());
            stream.cut();
        }
    }

    @Test
    void aKeyCanHaveThePrincipalOfATokenAndThePlainNameIsAnother() {
        String same = FILE.add("same-" + session, TestIssuer.NAME + "|alice", "ask,read");
        String plain = FILE.add("plain-" + session, "alice", "ask,read");
        Waiting.await().until(() -> get(plain, "/v1/models").statusCode() == 200);
        SseStream stream = ask(TestIssuer.token("alice"));
        String turn = turnOf(stream);
        String path = "/v1/sessions/" + session + "/turns/" + turn;
        assertThat(get(same, path).statusCode()).isEqualTo(200);
        assertThat(get(plain, path).statusCode()).isEqualTo(404);
        stream.cut();
    }

    @Test
    void streamsOfATokenEndWithAProblemWhenItExpiresAndTheTurnGoesOn() {
        SseStream answer = ask(shortLived());
        String turn = turnOf(answer);
        SseStream others = gateway.sse("/v1/sessions/" + session + "/turns/" + turn + "/events",
                bearer(TestIssuer.token("alice")));
        turnOf(others);
        SseStream follower = gateway.sse("/v1/sessions/" + session + "/events?from=start", bearer(shortLived()));
        assertThat(follower.awaitHeaders(Waiting.LIMIT)).isTrue();
        String last = shortLived();
        try (JsonSocket socket = JsonSocket.connect(URI.create(gateway.url("/ws").replace("http", "ws")),
                bearer(last))) {
            socket.send(Map.of("type", "resume", "id", "r", "session", session, "turn", turn));
            assertThat(socket.await(Map.of("type", "resumed"), Waiting.LIMIT)).isPresent();

            for (SseStream stream : List.of(answer, follower)) {
                List<SseEvent> events = all(stream);
                assertThat(events.getLast().type()).isEqualTo("problem");
                assertThat(events.getLast().data()).contains("\"code\":\"invalid_key\"");
            }
            assertThat(socket.await(Map.of("type", "problem", "turn", turn), Waiting.LIMIT)).isPresent();
            assertThat(socket.awaitClose(Waiting.LIMIT)).contains(1008);
        }
        assertThat(get(last, "/v1/models").statusCode()).isEqualTo(401);
        String key = Principal.of(TestIssuer.NAME, "alice").session(session).key().value();
        worker.answer(key, turn, "still here");
        assertThat(Streams.text(all(others))).isEqualTo("still here");
        assertThat(worker.cancels(turn)).isZero();
    }

    @Test
    void aGatewayWhoseIssuerIsAwayStartsAndIsNotReadyUntilItHasItsKeys() {
        try (TestIssuer away = new TestIssuer()) {
            away.answer(503, "");
            Map<String, String> settings = new HashMap<>(away.settings());
            try (TestGateway starting = fixture.startAnother(settings)) {
                HttpResponse<String> waits = starting.get("/readyz");
                assertProblem(TestGateway.tree(waits), 503, "identity_unavailable");
                assertThat(starting.get("/v1/models", "Authorization", "Bearer " + TestIssuer.token("alice"))
                        .headers().firstValue("Retry-After")).isPresent();
                away.recover();
                Waiting.await().until(() -> starting.get("/readyz").statusCode() == 200);
                away.answer(503, "");
                assertThat(starting.get("/readyz").statusCode()).isEqualTo(200);
            }
        }
    }

    /** Returns a token that lives long enough to open a stream with it. */
    private static String shortLived() {
        return TestIssuer.token("alice", claims -> claims.expirationTime(
                Date.from(Instant.now().plusSeconds(LIFETIME_SECONDS))));
    }

    private SseStream ask(String by) {
        return gateway.ssePost("/v1/sessions/" + session + "/turns", "{\"prompt\":\"hi\"}", bearer(by));
    }

    private static HttpResponse<String> get(String by, String path) {
        return gateway.get(path, "Authorization", "Bearer " + by);
    }

    private static Map<String, String> bearer(String by) {
        return Map.of("Authorization", "Bearer " + by);
    }
}
