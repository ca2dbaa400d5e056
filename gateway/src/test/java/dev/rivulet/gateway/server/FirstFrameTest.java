package dev.rivulet.gateway.server;

import static dev.rivulet.testkit.wait.Waiting.LIMIT;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.identity.Grants;
import dev.rivulet.gateway.identity.TestKeys;
import dev.rivulet.gateway.identity.TestSecrets;
import dev.rivulet.gateway.identity.WithGrants;
import dev.rivulet.gateway.identity.jwt.JwtAuthentication;
import dev.rivulet.gateway.identity.jwt.TestIssuer;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A WebSocket whose first frame shows who its client is, and what is none such. */
class FirstFrameTest {

    private static final TestKeys FILE = TestKeys.create();
    private static final String KEY = FILE.add("k1", "alice", "read");
    private static final Map<String, String> SETTINGS = Map.of("rivulet.http.first-frame-timeout", "300ms",
            "rivulet.http.max-first-frame", "1k", "rivulet.quota.default.requests-per-minute", "50",
            "rivulet.quota.class.poor.requests-per-minute", "1");

    private static Authentication authentication;
    private static EdgeServer server;

    @BeforeAll
    static void start() {
        authentication = new WithGrants(FILE.open(), new Grants(TestSecrets.fixed(TestSecrets.FIRST),
                Duration.ofHours(1), InstantSource.system()));
        server = EdgeServer.with(SETTINGS, authentication);
    }

    @AfterAll
    static void stop() {
        server.close();
        authentication.close();
        FILE.close();
    }

    @Test
    void aKeyInTheFirstFrameCountsForAllThatFollowAlsoForWhatComesAtOnce() {
        try (JsonSocket socket = connect(server)) {
            socket.send(Map.of("type", "authenticate", "id", "a", "key", KEY));
            socket.send(Map.of("type", "ping", "id", "p"));
            socket.send(Map.of("type", "cancel", "id", "c", "session", "s", "turn",
                    "01a2048a-a6b1-7261-9de7-50d983ee366e"));
            assertThat(next(socket).toString()).isEqualTo("{\"type\":\"authenticated\",\"id\":\"a\"}");
            assertThat(next(socket).path("type").asText()).isEqualTo("pong");
            assertProblem(next(socket), "c", "missing_scope");
        }
    }

    @Test
    void theLimitsOfTheFirstFrameAreNoneForLaterOnes() {
        try (JsonSocket socket = connect(server); JsonSocket silent = connect(server)) {
            socket.send(Map.of("type", "authenticate", "key", KEY));
            assertThat(next(socket).path("type").asText()).isEqualTo("authenticated");
            socket.send(Map.of("type", "ping", "id", "p", "more", "x".repeat(10_000)));
            assertProblem(next(socket), "p", "unknown_field");
            assertThat(silent.awaitClose(LIMIT)).contains(1008); // after the time that the first frame may take
            socket.send(Map.of("type", "ping", "id", "later"));
            assertThat(next(socket).path("type").asText()).isEqualTo("pong");
        }
    }

    @Test
    void aGrantInTheFirstFrameGivesItsSessionAlone() {
        String grant = "rg.AAAA";
        try (JsonSocket socket = connect(server)) {
            socket.send(Map.of("type", "authenticate", "id", "a", "key", grant));
            assertProblem(next(socket), "a", "invalid_grant");
            assertThat(socket.awaitClose(LIMIT)).contains(1008);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"ping\"}", "{\"type\":\"follow\",\"id\":\"1\",\"session\":\"s\"}", "{}", "[]",
            "\"authenticate\"", "hello", "{\"type\":\"authenticate\"}", "{\"type\":\"authenticate\",\"key\":1}",
            "{\"type\":\"authenticate\",\"key\":\"\"}", "{\"type\":\"authenticate\",\"key\":\"KEYx\"}",
            "{\"type\":\"authenticate\",\"key\":\"Bearer KEY\"}", "{\"type\":\"authenticate\",\"token\":\"KEY\"}",
            "{\"type\":\"authenticate\",\"key\":\"KEY\",\"session\":\"s\"}"})
    void anythingElseEndsTheConnectionAndIsToldWhy(String frame) {
        try (JsonSocket socket = connect(server)) {
            socket.sendText(frame.replace("KEY", KEY));
            socket.sendTextUnlessClosed("{\"type\":\"ping\",\"id\":\"p\"}");
            JsonNode problem = next(socket);
            assertThat(problem.path("type").asText()).isEqualTo("problem");
            assertThat(problem.toString()).doesNotContain(KEY);
            assertThat(socket.awaitClose(LIMIT)).contains(1008);
            assertThat(socket.frames()).hasSize(1);
        }
    }

    @Test
    void whoSaysNothingInTimeIsToldSo() {
        try (JsonSocket socket = connect(server)) {
            assertProblem(next(socket), "", "unauthenticated");
            assertThat(socket.awaitClose(LIMIT)).contains(1008);
        }
    }

    @Test
    void whoSendsMoreThanAFirstFrameMayHaveIsCut() {
        double refused = refused("malformed");
        try (JsonSocket socket = connect(server)) {
            socket.sendTextUnlessClosed("{\"type\":\"authenticate\",\"key\":\"" + "x".repeat(20_000) + "\"}");
            assertThat(socket.awaitClose(LIMIT)).contains(1006);
        }
        assertThat(refused("malformed")).isEqualTo(refused);
    }

    @Test
    void itCountsAsARequest() {
        String poor = FILE.add("poor", "bob", "read", "poor");
        await().until(() -> authentication.caller(poor).state() == java.util.concurrent.Future.State.SUCCESS);
        try (JsonSocket first = connect(server); JsonSocket second = connect(server)) {
            first.send(Map.of("type", "authenticate", "key", poor));
            assertThat(next(first).path("type").asText()).isEqualTo("authenticated");
            second.send(Map.of("type", "authenticate", "id", "a", "key", poor));
            assertProblem(next(second), "a", "too_many_requests");
            assertThat(second.awaitClose(LIMIT)).contains(1013);
        }
    }

    @Test
    void aTokenIsVerifiedMeanwhile() {
        try (TestIssuer issuer = new TestIssuer();
                JwtAuthentication tokens = issuer.open(Map.of());
                EdgeServer other = EdgeServer.with(Map.of(), tokens);
                JsonSocket socket = connect(other);
                JsonSocket expired = connect(other)) {
            await().until(() -> tokens.problem().isEmpty());
            socket.send(Map.of("type", "authenticate", "key", TestIssuer.token("alice")));
            socket.send(Map.of("type", "ping", "id", "p"));
            assertThat(next(socket).path("type").asText()).isEqualTo("authenticated");
            assertThat(next(socket).path("type").asText()).isEqualTo("pong");
            expired.send(Map.of("type", "authenticate", "id", "a", "key", TestIssuer.token("alice",
                    claims -> claims.expirationTime(new java.util.Date(0)))));
            assertProblem(next(expired), "a", "invalid_key");
        }
    }

    @Test
    void whereNobodyIsAskedAnyKeyWillDo() {
        try (EdgeServer open = EdgeServer.with(Map.of()); JsonSocket socket = connect(open)) {
            socket.send(Map.of("type", "authenticate", "key", "any"));
            assertThat(next(socket).path("type").asText()).isEqualTo("authenticated");
        }
    }

    @Test
    void itIsTheFirstFrameOrNone() {
        try (JsonSocket socket = JsonSocket.connect(address(server), Map.of("Authorization", "Bearer " + KEY))) {
            socket.send(Map.of("type", "authenticate", "id", "a", "key", KEY));
            assertProblem(next(socket), "a", "invalid_value");
            socket.send(Map.of("type", "ping", "id", "p"));
            assertThat(next(socket).path("type").asText()).isEqualTo("pong");
        }
    }

    @Test
    void refusalsAreCountedByTheirReason() {
        double missing = refused("missing");
        double unknown = refused("unknown");
        try (JsonSocket one = connect(server); JsonSocket other = connect(server)) {
            one.send(Map.of("type", "ping"));
            other.send(Map.of("type", "authenticate", "key", KEY.substring(0, KEY.length() - 1)
                    + (KEY.endsWith("A") ? "B" : "A")));
            assertThat(one.awaitClose(LIMIT)).contains(1008);
            assertThat(other.awaitClose(LIMIT)).contains(1008);
        }
        assertThat(refused("missing")).isEqualTo(missing + 1);
        assertThat(refused("unknown")).isEqualTo(unknown + 1);
    }

    private static double refused(String reason) {
        return server.meter("rivulet_gateway_credentials_refused_total{reason=\"" + reason + "\"}");
    }

    private static JsonSocket connect(EdgeServer to) {
        return JsonSocket.connect(address(to), Map.of(), List.of("rivulet", "authenticate"));
    }

    private static URI address(EdgeServer of) {
        return URI.create("ws://127.0.0.1:" + of.port() + "/ws");
    }

    private static JsonNode next(JsonSocket socket) {
        return socket.next(LIMIT).orElseThrow();
    }

    private static void assertProblem(JsonNode frame, String id, String code) {
        assertThat(frame.at("/problem/code").asText()).as(frame.toString()).isEqualTo(code);
        assertThat(frame.path("id").asText()).isEqualTo(id);
    }
}
