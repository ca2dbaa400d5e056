package dev.rivulet.gateway.server;

import static dev.rivulet.gateway.server.EdgeServer.request;
import static dev.rivulet.gateway.server.EdgeServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.docs.RequiredScopes;
import dev.rivulet.gateway.identity.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each route needs the scope that docs/openapi.yaml says, and lets in nobody without a key. */
class ScopesTest {

    private static final Set<String> WORDS = Stream
            .concat(Stream.of(Scope.values()).map(Scope::code), Stream.of("any", "none")).collect(Collectors.toSet());

    @RegisterExtension
    static final KeyedServer server = KeyedServer.with(Map.of());

    private static final Map<String, String> KEYS = addKeys(); // by what they may do

    private static Map<String, String> addKeys() {
        Map<String, String> keys = new HashMap<>();
        for (Scope scope : Scope.values()) {
            String others = Stream.of(Scope.values()).filter(other -> other != scope).map(Scope::code)
                    .collect(Collectors.joining(","));
            keys.put(scope.code(), server.keys().add(scope.code(), "alice", scope.code()));
            keys.put("all but " + scope.code(), server.keys().add("not-" + scope.code(), "alice", others));
        }
        return keys;
    }

    static Set<Map.Entry<String, String>> routes() {
        return RequiredScopes.byRoute().entrySet();
    }

    @Test
    void theDocumentSaysOfEachRouteWhatItNeeds() {
        assertThat(RequiredScopes.byRoute().keySet()).isEqualTo(RouteList.served());
        assertThat(WORDS).containsAll(RequiredScopes.byRoute().values());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRouteLetsInWhoHasItsScopeAndNobodyElse(Map.Entry<String, String> route) {
        String scope = route.getValue();
        if (scope.equals("none")) {
            assertThat(status(send(route, ""))).isNotIn(401, 403);
            return;
        }
        String refused = send(route, "");
        assertThat(status(refused)).isEqualTo(401);
        assertThat(refused).containsIgnoringCase("www-authenticate: Bearer realm=\"rivulet\"\r\n");
        assertThat(send(route, bearer(KEYS.get("read") + "x")))
                .containsIgnoringCase("www-authenticate: Bearer realm=\"rivulet\", error=\"invalid_token\"\r\n")
                .startsWith("HTTP/1.1 401 ");
        if (!scope.equals("any")) {
            assertThat(send(route, bearer(KEYS.get("all but " + scope))))
                    .containsIgnoringCase("error=\"insufficient_scope\"").startsWith("HTTP/1.1 403 ");
        }
        String allowed = send(route, bearer(KEYS.get(scope.equals("any") ? "read" : scope)));
        assertThat(status(allowed)).as(allowed).isNotIn(401, 403, 500);
    }

    @Test
    void aPathThatIsNotThereIsNotToldFromOneThatIs() {
        for (String target : Stream.of("/v1/nothing", "/v1/models", "/v1/sessions/s", "/v1/chat/completions")
                .toList()) {
            assertThat(status(server.send(request("GET", target, "Host: localhost\r\n")))).isEqualTo(401);
            assertThat(status(server.send(request("PUT", target, "Host: localhost\r\n")))).isEqualTo(401);
            assertThat(status(server.send(request("HEAD", target, "Host: localhost\r\n")))).isEqualTo(401);
        }
    }

    private static String send(Map.Entry<String, String> route, String authorization) {
        String[] call = route.getKey().split(" ");
        String target = call[1].replace("{session}", "s").replace("{turn}", "01a2048a-a6b1-7261-9de7-50d983ee366e")
                .replace("{model}", "model");
        return server.send(request(call[0], target, "Host: localhost\r\n", authorization));
    }

    private static String bearer(String key) {
        return "Authorization: Bearer " + key + "\r\n";
    }
}
