package dev.rivulet.gateway.server;

import static dev.rivulet.gateway.server.EdgeServer.request;
import static dev.rivulet.gateway.server.EdgeServer.status;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which forms a key is taken, and what is none. {@code KEY} stands for a valid one. */
class CredentialsTest {

    private static final String HOST = "Host: localhost\r\n";
    private static final String APP = "https://app.example.com";
    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    @RegisterExtension
    static final KeyedServer server = KeyedServer.with(Map.of("rivulet.http.cors-origins", APP));

    private static final String KEY = server.keys().add("k1", "alice", "read");

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer KEY", "authorization: bearer KEY", "Authorization: BEARER   KEY  "})
    void aKeyComesInTheHeaderOfRfc6750(String header) {
        assertThat(models(header)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Basic KEY", "Authorization: KEY", "Authorization: Bearer",
            "Authorization: Bearer KEY KEY", "Authorization: Bearer KEY\r\nAuthorization: Bearer KEY",
            "Authorization: Bearer KEYx", "Authorization: Bearer xKEY",
            "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.",
            "Authorization: Bearer \u00e4", "Authorization: Bearer \"KEY\"", "Authorization: Bearer KEY,Bearer KEY"})
    void anythingElseThereIsNone(String header) {
        assertThat(models(header)).startsWith("HTTP/1.1 401 ").contains("\"code\":\"invalid_key\"")
                .containsIgnoringCase("error=\"invalid_token\"").doesNotContain(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Api-Key: KEY", "Cookie: key=KEY", "Sec-WebSocket-Protocol: rivulet, bearer.KEY"})
    void aKeyElsewhereIsNotLookedFor(String header) {
        assertThat(models(header)).startsWith("HTTP/1.1 401 ").contains("\"code\":\"unauthenticated\"");
    }

    @Test
    void aKeyInAQueryIsRefused() {
        for (String name : new String[]{"access_token", "key", "token"}) {
            String query = "?" + name + "=" + KEY;
            assertThat(status(server.send(request("GET", "/v1/sessions/s/turns" + query, HOST)))).isEqualTo(401);
            assertThat(server.send(request("GET", "/v1/sessions/s/turns" + query, HOST,
                    "Authorization: Bearer " + KEY + "\r\n"))).startsWith("HTTP/1.1 400 ").contains("unknown_field")
                    .doesNotContain(KEY);
        }
    }

    @Test
    void aHeaderOfTenMegabytesIsRefusedAndTheServerGoesOn() {
        String key = "a".repeat(10 << 20);
        try {
            assertThat(models("Authorization: Bearer " + key)).doesNotStartWith("HTTP/1.1 2");
        } catch (java.io.UncheckedIOException cut) {
            // The server need not read it to its end.
        }
        assertThat(models("Authorization: Bearer KEY")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aBrowsersWebSocketSendsTheKeyAsASubprotocol() {
        String accepted = socket("Sec-WebSocket-Protocol: rivulet, bearer.KEY");
        assertThat(accepted).startsWith("HTTP/1.1 101 ").containsIgnoringCase("sec-websocket-protocol: rivulet\r\n");
        assertThat(accepted).doesNotContain(KEY);
        assertThat(socket("Authorization: Bearer KEY")).startsWith("HTTP/1.1 101 ");
        for (String wrong : new String[]{"Sec-WebSocket-Protocol: rivulet", "Sec-WebSocket-Protocol: rivulet, KEY",
                "Sec-WebSocket-Protocol: rivulet, bearer.KEYx", "X-None: KEY"}) {
            assertThat(socket(wrong)).as(wrong).startsWith("HTTP/1.1 401 ").doesNotContain(KEY);
        }
    }

    @Test
    void aPageOfAnotherOriginCanReadThatItNeedsAKey() {
        String page = "Origin: " + APP + "\r\n";
        String preflight = server.send(request("OPTIONS", "/v1/sessions/s/turns", HOST, page,
                "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n"));
        assertThat(preflight).startsWith("HTTP/1.1 204 ");
        assertThat(server.send(request("GET", "/v1/models", HOST, page))).startsWith("HTTP/1.1 401 ")
                .containsIgnoringCase("access-control-allow-origin: " + APP)
                .containsIgnoringCase("www-authenticate");
    }

    @Test
    void aKeyThatIsRemovedIsRefusedWithoutARestart() {
        String key = server.keys().add("k2", "bob", "read");
        await().until(() -> status(models("Authorization: Bearer " + key)) == 200);
        server.keys().remove("k2");
        await().until(() -> status(models("Authorization: Bearer " + key)) == 401);
        assertThat(models("Authorization: Bearer KEY")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whatIsRefusedIsCountedUnderItsRoute() {
        Map<String, String> routes = Map.of("/v1/models", "/v1/models", "/v1/sessions/s", "/v1/sessions/:session",
                "/v1/sessions/s/turns/t", "/v1/sessions/:session/turns/:turn", "/ws", "/ws", "/nothing", "other");
        routes.forEach((path, route) -> {
            String refused = "rivulet_gateway_http_requests_total{method=\"GET\",route=\"" + route
                    + "\",status=\"401\"}";
            double before = server.meter(refused);
            assertThat(status(server.send(request("GET", path, HOST)))).isEqualTo(401);
            assertThat(server.meter(refused)).as(route).isEqualTo(before + 1);
        });
    }

    private static String models(String header) {
        return server.send(request("GET", "/v1/models", HOST, header.replace("KEY", KEY) + "\r\n"));
    }

    /** Returns the head of the response. */
    private static String socket(String header) {
        return server.head("GET /ws HTTP/1.1\r\n" + HOST + UPGRADE + header.replace("KEY", KEY) + "\r\n\r\n");
    }
}
