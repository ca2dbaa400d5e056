package dev.rivulet.gateway.server;

import static dev.rivulet.gateway.server.EdgeServer.request;
import static dev.rivulet.gateway.server.EdgeServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.identity.KeysFile;
import dev.rivulet.gateway.identity.TestKeys;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a principal is told that has used up its requests, in the form of each API. */
class QuotaResponsesTest {

    private static final String TURN = "/v1/sessions/s/turns/01a2048a-a6b1-7261-9de7-50d983ee366e/events";
    private static final Map<String, String> ONE_A_MINUTE = Map.of("rivulet.quota.default.requests-per-minute", "1",
            "rivulet.quota.class.gold.requests-per-minute", "1000");

    private final TestKeys file = TestKeys.create();
    private final String alice = file.add("alice", "alice", "ask,read,admin");
    private final String sameAlice = file.add("alice-2", "alice", "ask,read");
    private final String bob = file.add("bob", "bob", "ask,read");
    private final String gold = file.add("gold", "alice", "ask,read", "gold");
    private final String unknown = file.add("unknown", "alice", "ask,read", "platinum");

    private KeysFile authentication;
    private EdgeServer server;

    @BeforeEach
    void start() {
        authentication = file.open();
        server = EdgeServer.with(ONE_A_MINUTE, authentication);
    }

    @AfterEach
    void stop() {
        server.close();
        authentication.close();
        file.close();
    }

    @Test
    void aResponseSaysWhatIsLeftAndTheNextRequestIsAProblemThatSaysWhenToComeBack() {
        assertThat(get(alice, "/v1/models")).startsWith("HTTP/1.1 200").contains(
                "RateLimit-Policy: \"requests\";q=1;w=60\r\n", "RateLimit: \"requests\";r=0;t=60\r\n");

        String refused = get(alice, "/v1/sessions/s");
        assertThat(refused).startsWith("HTTP/1.1 429 ").containsIgnoringCase("content-type: application/problem+json")
                .containsIgnoringCase("cache-control: no-store")
                .contains("RateLimit-Policy: \"requests\";q=1;w=60\r\n", "\"code\":\"too_many_requests\"",
                        "\"status\":429", "One principal may send 1 requests a minute here.")
                .containsPattern("(?i)retry-after: (60|59|58)\r\n")
                .containsPattern("RateLimit: \"requests\";r=0;t=(60|59|58)\r\n")
                .containsPattern("\"retryAfterMs\":(60|59|58)000");
        assertThat(server.meter("rivulet_gateway_quota_exceeded_total{code=\"too_many_requests\"}")).isEqualTo(1);
    }

    @Test
    void keysOfAPrincipalShareAQuotaAndOtherPrincipalsAndClassesHaveTheirOwn() {
        assertThat(status(get(alice, "/v1/models"))).isEqualTo(200);
        assertThat(status(get(sameAlice, "/v1/models"))).isEqualTo(429);
        assertThat(status(get(unknown, "/v1/models"))).as("with a class that is not configured").isEqualTo(429);
        assertThat(status(get(bob, "/v1/models"))).isEqualTo(200);
        assertThat(get(gold, "/v1/models")).startsWith("HTTP/1.1 200").contains("RateLimit: \"requests\";r=999;t=1");
    }

    @Test
    void whoIsNotLetInHasNoQuotaAndUsesNobodys() {
        for (int i = 0; i < 3; i++) {
            assertThat(get("rk.alice." + "x".repeat(43), "/v1/models")).startsWith("HTTP/1.1 401 ")
                    .doesNotContain("RateLimit");
        }
        assertThat(status(get(alice, "/v1/models"))).isEqualTo(200);
        assertThat(status(server.send(request("GET", "/healthz", "Host: localhost\r\n")))).isEqualTo(200);
    }

    @Test
    void whatIsNotThereAndWhatIsForbiddenAreRequestsToo() {
        assertThat(status(get(alice, "/v1/nothing"))).isEqualTo(404);
        assertThat(status(get(alice, "/v1/models"))).isEqualTo(429);
        assertThat(status(server.send(request("DELETE", "/v1/sessions/s", "Host: localhost\r\n", bearer(bob)))))
                .isEqualTo(403);
        assertThat(status(get(bob, "/v1/models"))).isEqualTo(429);
    }

    @Test
    void openAisClientsAreSentItsErrorObject() {
        get(alice, "/v1/models");
        assertThat(post(alice, "/v1/chat/completions")).startsWith("HTTP/1.1 429 ")
                .containsIgnoringCase("content-type: application/json\r\n")
                .contains("\"error\":{", "\"type\":\"requests\"", "\"code\":\"rate_limit_exceeded\"", "\"param\":null")
                .containsPattern("(?i)retry-after: (60|59|58)\r\n");
        assertThat(get(alice, "/v1/models")).startsWith("HTTP/1.1 429 ").contains("\"code\":\"rate_limit_exceeded\"");
    }

    @Test
    void theAiSdkIsSentASentence() {
        get(alice, "/v1/models");
        assertThat(post(alice, "/api/chat")).startsWith("HTTP/1.1 429 ")
                .containsIgnoringCase("content-type: text/plain")
                .endsWith("One principal may send 1 requests a minute here.")
                .containsPattern("(?i)retry-after: (60|59|58)\r\n");
    }

    /** It gives up for good on any status but 200 (ADR 33), and must not come back before it is let in again. */
    @Test
    void anEventSourceIsSentAnEmptyStreamAndWhenToComeBack() {
        get(alice, "/v1/models");
        for (String target : new String[]{TURN, "/v1/sessions/s/events", "/stream?prompt=hi"}) {
            String response = server.send(request("GET", target, "Host: localhost\r\n", bearer(alice),
                    "Accept: text/event-stream\r\n"));
            assertThat(response).as(target).startsWith("HTTP/1.1 200 ")
                    .contains(": too_many_requests: One principal may send 1 requests a minute here.")
                    .containsPattern("retry: (5[89]|6[01])\\d{3}\n");
        }
        assertThat(server.send(request("GET", TURN, "Host: localhost\r\n", bearer(alice),
                "Accept: text/event-stream, application/problem+json\r\n"))).startsWith("HTTP/1.1 429 ");
    }

    @Test
    void withoutAuthenticationAllCallersShareAQuota() {
        try (EdgeServer open = EdgeServer.with(ONE_A_MINUTE)) {
            assertThat(status(open.send(request("GET", "/v1/models", "Host: localhost\r\n")))).isEqualTo(200);
            assertThat(status(open.send(request("GET", "/v1/models", "Host: localhost\r\n")))).isEqualTo(429);
        }
        try (EdgeServer unlimited = EdgeServer.with(Map.of())) {
            assertThat(unlimited.send(request("GET", "/v1/models", "Host: localhost\r\n")))
                    .startsWith("HTTP/1.1 200").doesNotContain("RateLimit");
        }
    }

    private String get(String by, String target) {
        return server.send(request("GET", target, "Host: localhost\r\n", bearer(by)));
    }

    private String post(String by, String target) {
        return server.send(request("POST", target, "Host: localhost\r\n", bearer(by),
                "Content-Type: application/json\r\n", "Content-Length: 2\r\n") + "{}");
    }

    private static String bearer(String key) {
        return "Authorization: Bearer " + key + "\r\n";
    }
}
