package dev.rivulet.gateway.server;

import static dev.rivulet.gateway.server.EdgeServer.request;
import static dev.rivulet.gateway.server.EdgeServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.docs.RequiredScopes;
import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.identity.Grants;
import dev.rivulet.gateway.identity.TestSecrets;
import dev.rivulet.gateway.identity.WithGrants;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a grant lets its holder do on each route of the OpenAPI document, whichever way it comes. */
class GrantedRoutesTest {

    private static final String HOST = "Host: localhost\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String TURN = "01a2048a-a6b1-7261-9de7-50d983ee366e";
    private static final String OTHER_TURN = "01a2048a-a6b1-7261-9de7-50d983ee366f";

    @RegisterExtension
    static final KeyedServer server = KeyedServer.with(Map.of(), keys -> new WithGrants(keys, new Grants(
            TestSecrets.fixed(TestSecrets.FIRST), Duration.ofHours(1), InstantSource.system())));

    private static final String KEY = server.keys().add("k1", "alice", "ask,read,cancel,forget,admin");
    /** Routes that no grant opens, whatever it is for: they forget, give away, or are about no session of the grant. */
    private static final Set<String> CLOSED = Set.of("DELETE /v1/sessions/{session}",
            "POST /v1/sessions/{session}/grants", "POST /v1/sessions", "GET /metrics");

    static List<Map.Entry<String, String>> routes() {
        return RequiredScopes.byRoute().entrySet().stream().filter(route -> !route.getValue().equals("none"))
                .filter(route -> !route.getKey().startsWith("GET /v1/models")).toList();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aGrantOpensTheRoutesOfItsSessionAndItsAccessAndNoOthers(Map.Entry<String, String> route) throws IOException {
        String read = grant("{}");
        String write = grant("{\"access\":\"write\",\"lifetimeMs\":60000}");
        boolean reads = route.getValue().equals("read") || route.getValue().equals("any");
        boolean writes = reads || route.getValue().equals("ask") || route.getValue().equals("cancel");
        boolean closed = CLOSED.contains(route.getKey());
        assertAllowed(send(route, "demo", read, TURN), reads && !closed);
        assertAllowed(send(route, "demo", write, TURN), writes && !closed);
        if (route.getKey().contains("{session}")) {
            String other = send(route, "other", write, TURN);
            assertThat(status(other)).isEqualTo(403);
            assertThat(other).contains(closed || isOfAiSdk(route) ? "" : "\"code\":\"outside_grant\"");
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aGrantOfATurnOpensTheRoutesOfThisTurnAlone(Map.Entry<String, String> route) throws IOException {
        String grant = grant("{\"access\":\"write\",\"turnId\":\"" + TURN + "\"}");
        boolean ofTurn = route.getKey().contains("{turn}") || route.getKey().equals("GET /ws");
        assertAllowed(send(route, "demo", grant, TURN), ofTurn);
        if (route.getKey().contains("{turn}")) {
            assertProblem(send(route, "demo", grant, OTHER_TURN), 403, "outside_grant");
        }
    }

    @Test
    void inAQueryItCountsBeforeACookieAndAKeyIsNotLookedAt() throws IOException {
        String cookie = "Cookie: __Host-rivulet-key=" + KEY + "\r\n";
        String grant = grant("{}");
        String own = server.send(request("GET", "/v1/sessions/other", HOST, cookie));
        assertThat(status(own)).isEqualTo(503);
        String granted = server.send(request("GET", "/v1/sessions/other?grant=" + grant, HOST, cookie));
        assertProblem(granted, 403, "outside_grant");
        assertThat(granted).containsIgnoringCase("referrer-policy: no-referrer").doesNotContain(grant);
        assertProblem(server.send(request("GET", "/v1/sessions/other?grant=" + KEY, HOST, cookie)), 401,
                "invalid_grant");
        assertProblem(server.send(request("GET", "/v1/sessions/demo?grant=rg.AAAA", HOST)), 401, "invalid_grant");
        assertThat(server.send(request("GET", "/v1/sessions/demo?grant=rg.AAAA", HOST)))
                .containsIgnoringCase("www-authenticate: Bearer realm=\"rivulet\", error=\"invalid_token\"");
        assertProblem(server.send(request("GET", "/v1/sessions/demo?grant="
                + grant("{\"lifetimeMs\":1}"), HOST)), 401, "expired_grant");
    }

    @Test
    void aRequestForAGrantIsCheckedFieldByField() {
        assertProblem(make("{\"lifetimeMs\":3600001}"), 400, "invalid_value");
        assertProblem(make("{\"lifetimeMs\":0}"), 400, "invalid_value");
        assertProblem(make("{\"lifetimeMs\":\"1h\"}"), 400, "invalid_type");
        assertProblem(make("{\"access\":\"admin\"}"), 400, "invalid_value");
        assertProblem(make("{\"turnId\":\"x\"}"), 400, "invalid_turn");
        assertProblem(make("{\"turn\":\"" + TURN + "\"}"), 400, "unknown_field");
        assertThat(make("{\"access\":\"write\",\"turnId\":\"" + TURN + "\"}")).startsWith("HTTP/1.1 201 ")
                .containsIgnoringCase("cache-control: no-store")
                .contains("\"sessionId\":\"demo\",\"turnId\":\"" + TURN + "\",\"access\":\"write\",\"expires\":\"");
    }

    @Test
    void withoutASecretAndWithoutAuthenticationThereAreNoGrants() {
        for (Authentication without : List.of(server.keys().open(), Authentication.NONE)) {
            try (EdgeServer other = EdgeServer.with(Map.of(), without)) {
                assertProblem(make(other, "{}"), 404, "grants_off");
            } finally {
                without.close();
            }
        }
    }

    /** Its errors are sentences. */
    private static boolean isOfAiSdk(Map.Entry<String, String> route) {
        return route.getKey().contains("/api/");
    }

    private static void assertAllowed(String response, boolean allowed) {
        if (allowed) {
            assertThat(status(response)).as(response).isNotIn(401, 403, 404, 405, 500);
        } else {
            assertThat(status(response)).as(response).isEqualTo(403);
        }
    }

    private static void assertProblem(String response, int status, String code) {
        assertThat(status(response)).as(response).isEqualTo(status);
        assertThat(response).contains("\"code\":\"" + code);
    }

    /** Sends a request with the grant as a browser's page would: in the header. */
    private static String send(Map.Entry<String, String> route, String session, String grant, String turn) {
        String[] call = route.getKey().split(" ");
        String target = call[1].replace("{session}", session).replace("{turn}", turn);
        if (target.equals("/stream")) {
            target += "?prompt=hi&session=" + session;
        }
        String body = call[0].equals("POST") ? body(call[1], session) : "";
        return server.send(request(call[0], target, HOST, JSON, "X-Session-Id: " + session + "\r\n",
                "Authorization: Bearer " + grant + "\r\n", "Content-Length: " + body.length() + "\r\n") + body);
    }

    private static String body(String path, String session) {
        return switch (path) {
            case "/api/chat" -> "{\"id\":\"" + session
                    + "\",\"message\":{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"hi\"}]}}";
            case "/v1/chat/completions" -> "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
            case "/v1/sessions/{session}/turns" -> "{\"prompt\":\"hi\"}";
            default -> "{}";
        };
    }

    private static String make(String body) {
        return make(server.server(), body);
    }

    private static String make(EdgeServer at, String body) {
        return at.send(request("POST", "/v1/sessions/demo/grants", HOST, JSON,
                "Authorization: Bearer " + KEY + "\r\n", "Content-Length: " + body.length() + "\r\n") + body);
    }

    private static String grant(String body) throws IOException {
        String response = make(body);
        assertThat(status(response)).as(response).isEqualTo(201);
        return Json.MAPPER.readTree(response.substring(response.indexOf("\r\n\r\n") + 4)).path("grant").asText();
    }
}
