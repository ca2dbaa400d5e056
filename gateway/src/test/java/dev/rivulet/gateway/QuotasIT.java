package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.assertProblem;
import static dev.rivulet.gateway.Streams.next;
import static dev.rivulet.gateway.Streams.rejected;
import static dev.rivulet.gateway.Streams.turnOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.TestKeys;
import dev.rivulet.gateway.identity.TestSecrets;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.testkit.ws.JsonSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody uses more of a gateway than its class allows, and others notice nothing of it. */
class QuotasIT {

    private static final String SCOPES = "ask,read,cancel";
    private static final TestKeys FILE = TestKeys.create();
    private static final String ASKER = add("asker", "few-turns");
    private static final String READER = add("reader", "few-streams");
    private static final String HASTY = add("hasty", "few-requests");
    private static final String OTHER = add("other", "few-streams");
    private static final String GIVER = add("giver", "few-turns");

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(FILE.settings(), Map.of(
            "rivulet.auth.secrets", TestSecrets.FIRST, "rivulet.gateway.partition-linger", "0s",
            "rivulet.quota.class.few-turns.open-turns", "2", "rivulet.quota.class.few-streams.open-streams", "2",
            "rivulet.quota.class.few-requests.requests-per-minute", "3")).closing(FILE);

    private static final TestGateway gateway = fixture.gateway();
    private static final TestGateway secondGateway = fixture.gateway(); // which prefers some of the partitions
    private static final FakeWorker worker = fixture.worker();

    private final String session = Streams.session();

    private static String add(String principal, String quotaClass) {
        return FILE.add(principal, principal, SCOPES, quotaClass);
    }

    /** Also where the gateway does not read the turn's partition for anybody else. */
    @Test
    void aTurnIsOpenUntilItHasEndedWhetherAnybodyReadsItOrNot() {
        submit(ASKER, session);
        for (int i = 0; i < 8; i++) {
            String another = Streams.session();
            String turn = submit(ASKER, another);
            HttpResponse<String> refused = post(ASKER, session);
            assertProblem(TestGateway.tree(refused), 429, "too_many_turns");
            assertThat(refused.headers().firstValue("Retry-After")).contains("2");
            assertThat(refused.headers().allValues("RateLimit")).contains("\"turns\";r=0");
            assertThat(refused.headers().allValues("RateLimit-Policy"))
                    .contains("\"turns\";q=2;qu=\"concurrent-requests\"");
            worker.answer(key("asker", another), turn, "yes");
        }
    }

    @Test
    void aStreamBeyondTheQuotaIsRefusedUntilAnotherIsClosed() {
        String turn = submit(READER, session);
        SseStream one = events(READER, turn);
        SseStream two = events(READER, turn);
        next(started(turn, one));
        next(two);

        assertThat(rejected(events(READER, turn)).status()).isEqualTo(429);
        SseStream source = gateway.sse(path(turn), with(READER, Map.of("Accept", "text/event-stream")));
        assertThat(source.awaitEnd(Waiting.LIMIT)).isPresent();
        assertThat(source.events()).isEmpty();
        assertThat(post(READER, session).statusCode()).as("a prompt that nobody reads").isEqualTo(202);
        assertThat(TestGateway.send(request(READER, "/v1/sessions/" + session + "/turns/" + turn + "?wait=1s"))
                .statusCode()).isEqualTo(429);
        try (JsonSocket socket = socket(READER)) {
            socket.send(Map.of("type", "resume", "id", "r", "session", session, "turn", turn));
            JsonNode refused = socket.await(Map.of("id", "r"), Waiting.LIMIT).orElseThrow();
            assertThat(refused.path("type").asText()).isEqualTo("problem");
            assertProblem(refused.path("problem"), 429, "too_many_open_streams");
            assertThat(refused.path("problem").path("retryAfterMs").asLong()).isEqualTo(2_000);

            one.cut();
            Waiting.await().until(() -> {
                socket.send(Map.of("type", "resume", "id", "again", "session", session, "turn", turn));
                return socket.await(Map.of("id", "again", "type", "resumed"), Waiting.LIMIT.dividedBy(20)).isPresent();
            });
            assertThat(rejected(events(READER, turn)).status()).isEqualTo(429);
        }
        SseStream others = gateway.ssePost("/v1/sessions/" + session + "/turns", "{\"prompt\":\"hi\"}",
                with(OTHER, Map.of()));
        turnOf(others);
        others.cut();
        two.cut();
    }

    @Test
    void whoShowsAGrantUsesTheQuotasOfWhoeverGaveIt() {
        String grant = TestGateway.tree(gateway.post("/v1/sessions/" + session + "/grants", "{\"access\":\"write\"}",
                with(GIVER, Map.of()))).path("grant").asText();
        submit(grant, session);
        assertThat(post(GIVER, session).statusCode()).isEqualTo(202);
        assertProblem(TestGateway.tree(post(grant, session)), 429, "too_many_turns");
        assertProblem(TestGateway.tree(post(GIVER, session)), 429, "too_many_turns");
    }

    @Test
    void framesOfASocketAreRequests() {
        try (JsonSocket socket = socket(HASTY)) {
            socket.send(Map.of("type", "prompt", "id", "1", "session", session, "prompt", "hi"));
            assertThat(socket.await(Map.of("id", "1"), Waiting.LIMIT).orElseThrow().path("type").asText())
                    .isEqualTo("accepted");
            socket.send(Map.of("type", "nothing", "id", "2"));
            assertThat(socket.await(Map.of("id", "2"), Waiting.LIMIT).orElseThrow().path("problem").path("code")
                    .asText()).isEqualTo("invalid_value");
            for (String id : new String[]{"3", "4"}) {
                socket.send(Map.of("type", id.equals("3") ? "prompt" : "nothing", "id", id, "session", session,
                        "prompt", "hi"));
                JsonNode refused = socket.await(Map.of("id", id), Waiting.LIMIT).orElseThrow();
                assertProblem(refused.path("problem"), 429, "too_many_requests");
                assertThat(refused.path("problem").path("retryAfterMs").asLong()).isBetween(1_000L, 20_000L);
            }
            socket.send(Map.of("type", "leave", "id", "5", "session", session));
            socket.send(Map.of("type", "ping", "id", "6"));
            assertThat(socket.await(Map.of("id", "5", "type", "left"), Waiting.LIMIT)).isPresent();
            assertThat(socket.await(Map.of("id", "6", "type", "pong"), Waiting.LIMIT)).isPresent();
        }
        assertThat(TestGateway.send(request(HASTY, "/v1/models")).statusCode()).isEqualTo(429);
    }

    private SseStream started(String turn, SseStream stream) {
        worker.publish(key("reader", session), turn, Chunks.started(1));
        return stream;
    }

    /** Submits a turn as soon as one may be open, and returns its id. */
    private static String submit(String by, String session) {
        AtomicReference<HttpResponse<String>> response = new AtomicReference<>();
        Waiting.await().until(() -> {
            response.set(post(by, session));
            return response.get().statusCode() != 429;
        });
        assertThat(response.get().statusCode()).as(response.get().body()).isEqualTo(202);
        return TestGateway.tree(response.get()).path("turnId").asText();
    }

    private static HttpResponse<String> post(String by, String session) {
        return gateway.post("/v1/sessions/" + session + "/turns", "{\"prompt\":\"hi\"}", with(by, Map.of()));
    }

    private SseStream events(String by, String turn) {
        return gateway.sse(path(turn), with(by, Map.of("Accept", "text/event-stream, application/problem+json")));
    }

    private String path(String turn) {
        return "/v1/sessions/" + session + "/turns/" + turn + "/events?from=start";
    }

    private static HttpRequest request(String by, String path) {
        return HttpRequest.newBuilder(URI.create(gateway.url(path)))
                .header("Authorization", "Bearer " + by).build();
    }

    private static JsonSocket socket(String by) {
        return JsonSocket.connect(URI.create(gateway.url("/ws").replace("http", "ws")), with(by, Map.of()));
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
