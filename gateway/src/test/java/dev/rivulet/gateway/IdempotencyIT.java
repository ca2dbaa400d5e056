package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.assertProblem;
import static dev.rivulet.gateway.Streams.rejected;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.text;
import static dev.rivulet.gateway.Streams.turnOf;
import static dev.rivulet.gateway.Streams.types;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Accepted.Status;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 8 at the gateways: the coordinator's word decides, and they do what it says. */
class IdempotencyIT {

    private static final String KEY = "Idempotency-Key";
    private static final String HELLO = "{\"prompt\":\"hello\"}";
    private static final String CHAT = "/v1/chat/completions";
    private static final List<PromptRequested> PROMPTS = new CopyOnWriteArrayList<>();
    private static final Map<String, PromptRequested> FIRST = new ConcurrentHashMap<>();

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(Map.of("rivulet.gateway.acceptance-timeout", "2s"))
            .onPrompt(IdempotencyIT::decide);

    private static final TestGateway gateway = fixture.gateway();
    private static final TestGateway other = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    /** As a coordinator would; whatever is new is answered at once. */
    private static void decide(FakeWorker self, PromptRequested prompt) {
        if (prompt.idempotency() == null || "silence".equals(prompt.prompt())) {
            return;
        }
        PROMPTS.add(prompt);
        String key = prompt.sessionId() + "/"
                + (prompt.idempotency().key() != null ? prompt.idempotency().key() : prompt.turnId());
        PromptRequested first = FIRST.putIfAbsent(key, prompt);
        if (first == null) {
            self.accept(prompt, prompt.turnId(), Status.CREATED);
            self.answer(prompt.sessionId().value(), prompt.turnId().toString(), "Hello", " there");
        } else {
            self.accept(prompt, first.turnId(), first.idempotency().digest().equals(prompt.idempotency().digest())
                    ? Status.EXISTING
                    : Status.CONFLICT);
        }
    }

    @Test
    void theSameKeyOnTwoGatewaysIsTheSameTurn() {
        String path = "/v1/sessions/" + session() + "/turns";

        HttpResponse<String> first = gateway.post(path, HELLO, Map.of(KEY, "k 1"));
        HttpResponse<String> second = other.post(path, "{ \"prompt\" : \"hello\", \"system\": null }",
                Map.of(KEY, "k 1"));

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.headers().firstValue("Location")).isEqualTo(first.headers().firstValue("Location"))
                .isPresent();
        assertThat(TestGateway.tree(second)).isEqualTo(TestGateway.tree(first));
    }

    @Test
    void theStreamOfARepeatedRequestIsTheWholeTurn() {
        String session = session();
        String path = "/v1/sessions/" + session + "/turns";
        SseStream first = gateway.ssePost(path, HELLO, Map.of(KEY, "k"));
        List<SseEvent> events = all(first);
        assertThat(types(events)).containsExactly("started", "delta", "delta", "done");

        SseStream second = other.ssePost(path, HELLO, Map.of(KEY, "k"));

        assertThat(turnOf(second)).isEqualTo(turnOf(first));
        assertThat(all(second)).isEqualTo(events);
        assertThat(text(events)).isEqualTo("Hello there");
    }

    @Test
    void theSameKeyWithAnotherBodyIsAConflict() {
        String path = "/v1/sessions/" + session() + "/turns";
        gateway.post(path, HELLO, Map.of(KEY, "k"));

        HttpResponse<String> conflict = other.post(path, "{\"prompt\":\"hello\",\"maxTokens\":1}", Map.of(KEY, "k"));

        assertThat(conflict.statusCode()).isEqualTo(409);
        assertProblem(TestGateway.tree(conflict), 409, "idempotency_conflict");
        assertThat(rejected(other.ssePost(path, "{\"prompt\":\"bye\"}", Map.of(KEY, "k"))).status()).isEqualTo(409);
    }

    @Test
    void theKeyIsTheSessionsOwn() {
        JsonNode one = TestGateway
                .tree(gateway.post("/v1/sessions/" + session() + "/turns", HELLO, Map.of(KEY, "shared")));
        JsonNode two = TestGateway
                .tree(gateway.post("/v1/sessions/" + session() + "/turns", HELLO, Map.of(KEY, "shared")));

        assertThat(one.path("turnId").asText()).isNotBlank().isNotEqualTo(two.path("turnId").asText());
    }

    @Test
    void aTurnIdThatTheClientChoseIsTheTurns() {
        String path = "/v1/sessions/" + session() + "/turns";
        String chosen = turnAt(System.currentTimeMillis() - 60_000);
        String body = "{\"prompt\":\"hello\",\"turnId\":\"" + chosen + "\"}";

        assertThat(TestGateway.tree(gateway.post(path, body)).path("turnId").asText()).isEqualTo(chosen);
        assertThat(TestGateway.tree(other.post(path, body)).path("turnId").asText()).isEqualTo(chosen);
        assertThat(text(all(other.ssePost(path, body, Map.of())))).isEqualTo("Hello there");
        assertThat(other.post(path, body.replace("hello", "bye")).statusCode()).isEqualTo(409);
    }

    @Test
    void aTurnIdOfAnotherTimeOrBesideAKeyIsRefused() {
        String path = "/v1/sessions/" + session() + "/turns";
        for (Duration off : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            String id = turnAt(System.currentTimeMillis() + off.toMillis());
            assertRefused(gateway.post(path, "{\"prompt\":\"x\",\"turnId\":\"" + id + "\"}"), "invalid_turn", "turnId");
        }
        assertRefused(gateway.post(path, "{\"prompt\":\"x\",\"turnId\":\"" + UUID.randomUUID() + "\"}"),
                "invalid_turn", "turnId");
        String now = turnAt(System.currentTimeMillis());
        assertRefused(gateway.post(path, "{\"prompt\":\"x\",\"turnId\":\"" + now + "\"}", Map.of(KEY, "k")),
                "invalid_value", "turnId");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "TOO LONG"})
    void aKeyThatIsNoneIsRefused(String key) {
        String sent = key.equals("TOO LONG") ? "k".repeat(256) : key;

        assertRefused(gateway.post("/v1/sessions/" + session() + "/turns", HELLO, Map.of(KEY, sent)), "invalid_value",
                KEY);
    }

    @Test
    void withoutAWorkersWordTheClientIsToldToAskAgain() {
        HttpResponse<String> response = gateway.post("/v1/sessions/" + session() + "/turns",
                "{\"prompt\":\"silence\"}", Map.of(KEY, "k"));

        assertProblem(TestGateway.tree(response), 503, "not_confirmed");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRepeatedChatCompletionIsTheSameCompletion(boolean whole) {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":" + !whole + "}";
        Map<String, String> headers = Map.of(KEY, "chat " + UUID.randomUUID(), "Authorization", "Bearer a");

        HttpResponse<String> first = gateway.post(CHAT, body, headers);
        HttpResponse<String> second = other.post(CHAT, body, headers);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).contains("Hello").contains(" there");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("X-Turn-Id")).isEqualTo(first.headers().firstValue("X-Turn-Id"));
        HttpResponse<String> conflict = other.post(CHAT, body.replace("hi", "bye"), headers);
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(TestGateway.tree(conflict).at("/error/code").asText()).isEqualTo("idempotency_conflict");
        // The key is that of its client: somebody else's is another.
        HttpResponse<String> stranger = other.post(CHAT, body,
                Map.of(KEY, headers.get(KEY), "Authorization", "Bearer b"));
        assertThat(stranger.headers().firstValue("X-Turn-Id")).isPresent()
                .isNotEqualTo(first.headers().firstValue("X-Turn-Id"));
    }

    private static void assertRefused(HttpResponse<String> response, String code, String field) {
        JsonNode problem = TestGateway.tree(response);
        assertProblem(problem, 400, code);
        assertThat(problem.path("field").asText()).isEqualTo(field);
    }

    private static String turnAt(long millis) {
        return new TurnId(new UUID(millis << 16 | 0x7000, UUID.randomUUID().getLeastSignificantBits())).toString();
    }
}
