package dev.rivulet.worker.provider.anthropic;

import static dev.rivulet.testkit.wait.Waiting.LIMIT;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Role;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCall.Stop;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderConfig;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.Shown;
import dev.rivulet.worker.provider.ToolCallPiece;
import dev.rivulet.worker.provider.WireServer;
import dev.rivulet.worker.provider.WireServer.Then;
import dev.rivulet.worker.provider.WireServer.Wire;
import dev.rivulet.worker.provider.failure.FailureDetail;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnthropicProviderTest {

    private static final LlmRequest REQUEST = new LlmRequest("claude-x",
            List.of(Message.system("be brief"), Message.user("h\u00e9 \uD83E\uDD80"), Message.assistant("yes?"),
                    Message.system("in English"), Message.user("go on")),
            7, null, 1.5);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Shown shown = new Shown();
    private AnthropicProvider provider;

    @AfterEach
    void close() {
        if (provider != null) {
            provider.close();
        }
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOnTheWireIsUnderstood(MessageBody body) throws Exception {
        try (WireServer server = new WireServer(body.wire)) {
            LlmCall call = provider(server.address()).prepare(REQUEST);

            MessageBody.Meaning meaning;
            try {
                LlmCompletion end = call.stream(shown);
                meaning = new MessageBody.Meaning(shown.text(), end.finishReason(), end.usage(), null);
            } catch (ProviderException failure) {
                meaning = new MessageBody.Meaning(shown.text(), null, null, failure.code());
            }

            assertThat(meaning).isEqualTo(body.meaning);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void theRequestIsWhatTheApiWants() throws Exception {
        try (WireServer server = new WireServer(MessageBody.NORMAL.wire)) {
            provider(Map.of("rivulet.provider.base-url", server.address() + "/", "rivulet.provider.api-key", "sk-1"))
                    .prepare(REQUEST).stream(shown);

            assertThat(server.requests).singleElement().satisfies(request -> {
                assertThat(request.lines()).startsWith("POST /v1/messages HTTP/1.1").contains("X-Api-Key: sk-1")
                        .anyMatch(line -> line.startsWith("anthropic-version: "));
                assertThat(body(request)).isEqualTo(Map.of("model", "claude-x", "max_tokens", 7, "temperature", 1.5,
                        "stream", true, "system", "be brief\n\nin English", "messages",
                        List.of(Map.of("role", "user", "content", "h\u00e9 \uD83E\uDD80"),
                                Map.of("role", "assistant", "content", "yes?"),
                                Map.of("role", "user", "content", "go on"))));
            });
            assertThat(shown.asked).containsExactly("anthropic/claude-x");
        }
    }

    @Test
    void optionsReachTheApiInItsOwnWords() throws Exception {
        ModelOptions options = Json.read("""
                {"stop":"a","top_p":0.5,"user":"u","reasoning_effort":"low","response_format":{"type":"json_schema",
                 "json_schema":{"name":"n","schema":{"type":"object","enum":[null,1.5]}}}}"""
                .getBytes(StandardCharsets.UTF_8), ModelOptions.class);
        LlmRequest request = new LlmRequest("m", List.of(Message.user("hi")), 5, null, null).with(options);
        try (WireServer server = new WireServer(MessageBody.NORMAL.wire)) {
            provider(server.address()).prepare(request).stream(shown);

            Map<String, Object> body = Json.MAPPER.convertValue(body(server.requests.getLast()),
                    new TypeReference<>() {});
            assertThat(body).containsEntry("stop_sequences", List.of("a")).containsEntry("top_p", 0.5)
                    .containsEntry("metadata", Map.of("user_id", "u"));
            assertThat(body.get("output_config")).hasToString(
                    "{effort=low, format={type=json_schema, schema={type=object, enum=[null, 1.5]}}}");
        }
    }

    @Test
    void anOptionWithoutACounterpartIsNamed() {
        assertThat(provider("http://127.0.0.1:1").unsupported(
                ModelOptions.of(Map.of("seed", IntNode.valueOf(1))))).contains("seed");
    }

    @Test
    void aRoleThatOnlyALaterVersionKnowsIsPassedOn() throws Exception {
        LlmRequest later = new LlmRequest("m", List.of(Message.user("hi"), new Message(new Role("tool"), "a result")),
                null, null, null);
        try (WireServer server = new WireServer(MessageBody.NORMAL.wire)) {
            provider(server.address()).prepare(later).stream(shown);

            assertThat(body(server.requests.getLast())).extracting("messages")
                    .isEqualTo(List.of(Map.of("role", "user", "content", "hi"),
                            Map.of("role", "tool", "content", "a result")));
        }
    }

    @Test
    void aRequestWithoutALimitGetsOneAndNothingElseThatNobodyAskedFor() throws Exception {
        LlmRequest plain = new LlmRequest("gpt-x", List.of(Message.user("hi")), null, null, null);
        try (WireServer server = new WireServer(MessageBody.NORMAL.wire)) {
            provider(server.address()).prepare(plain).stream(shown);
            assertThat(body(server.requests.getLast())).isEqualTo(Map.of("model", "gpt-x", "max_tokens", 4096,
                    "stream", true, "messages", List.of(Map.of("role", "user", "content", "hi"))));
            provider.close();

            provider(Map.of("rivulet.provider.base-url", server.address(), "rivulet.provider.max-tokens", "9",
                    "rivulet.provider.model", "claude-y")).prepare(plain).stream(shown);
            assertThat(body(server.requests.getLast())).isEqualTo(Map.of("model", "claude-y", "max_tokens", 9,
                    "stream", true, "messages", List.of(Map.of("role", "user", "content", "hi"))));
        }
    }

    @Test
    void clientsAreToldTheStatusAndHowLongToWaitAndNothingThatTheProviderSaid() throws Exception {
        Wire limited = new Wire(Wire.head(429, "application/json", "Retry-After: 3"),
                Wire.parts("{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow down\"}}"),
                Then.END_BODY);
        try (WireServer server = new WireServer(limited)) {
            assertThatThrownBy(() -> provider(server.address()).prepare(REQUEST).stream(shown))
                    .hasMessage("The provider anthropic refused because of load or quota (status 429).")
                    .isInstanceOfSatisfying(ProviderException.class,
                            failure -> assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3)));
        }
    }

    @Test
    void clientsAreToldNothingThatTheProviderSaidWithinTheStreamEither() throws Exception {
        Wire broken = new Wire(MessageBody.NORMAL.wire.head(), Wire.parts(MessageBody.start(1),
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                        + "\"message\":\"no more for sk-ant-abcdefgh\"}}\n\n"),
                Then.END_BODY);
        try (WireServer server = new WireServer(broken)) {
            assertThatThrownBy(() -> provider(server.address()).prepare(REQUEST).stream(shown))
                    .hasMessage("The provider anthropic answered with an error.");
        }
    }

    @Test
    void aStopReasonEndsTheCallThoughTheConnectionStaysOpen() throws Exception {
        Wire open = new Wire(MessageBody.NORMAL.wire.head(), Wire.parts(MessageBody.start(1), MessageBody.text("a"),
                MessageBody.end("end_turn", 1)), Then.STALL);
        try (WireServer server = new WireServer(open)) {
            LlmCall call = provider(server.address()).prepare(REQUEST);

            assertThat(CompletableFuture.supplyAsync(() -> finishReason(call), threads))
                    .succeedsWithin(Duration.ofSeconds(5)).isEqualTo("stop");
            assertThat(server.closedByClient).succeedsWithin(LIMIT);
        }
    }

    @Test
    void thinkingAndToolCallsAreShownBesideText() throws Exception {
        for (MessageBody body : List.of(MessageBody.THINKING_IS_NO_PART_OF_THE_ANSWER,
                MessageBody.TOOL_CALLS_BESIDE_TEXT)) {
            Shown own = new Shown();
            try (WireServer server = new WireServer(body.wire)) {
                provider(server.address()).prepare(REQUEST).stream(own);
            }
            assertThat(own.text()).isEqualTo("a");
            assertThat(own.reasoning.size() + own.calls.size()).isPositive();
            provider.close();
        }
    }

    @Test
    void thinkingIsSignedAndCallsOfTheProvidersOwnToolsAreNotShown() throws Exception {
        Wire wire = new Wire(MessageBody.NORMAL.wire.head(), Wire.parts(MessageBody.start(1),
                block(1, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
                delta(1, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}"),
                delta(1, "{\"type\":\"signature_delta\",\"signature\":\"EqQB\"}"),
                block(2, "{\"type\":\"redacted_thinking\",\"data\":\"xx\"}"),
                block(3, "{\"type\":\"server_tool_use\",\"id\":\"s1\",\"name\":\"web_search\",\"input\":{}}"),
                delta(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}"),
                block(4, "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}"),
                block(5, "{\"type\":\"tool_use\",\"id\":\"t2\",\"name\":\"g\",\"input\":{}}"),
                delta(5, "{\"type\":\"input_json_delta\",\"partial_json\":\"[\"}"),
                delta(4, "{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}"),
                delta(5, "{\"type\":\"input_json_delta\",\"partial_json\":\"]\"}"),
                MessageBody.end("tool_use", 9)), Then.END_BODY);
        try (WireServer server = new WireServer(wire)) {
            assertThat(provider(server.address()).prepare(REQUEST).stream(shown).finishReason())
                    .isEqualTo("tool_calls");
        }
        assertThat(shown.reasoning).containsExactly("hm", "<EqQB>");
        assertThat(shown.calls()).containsExactly("t1 f({})", "t2 g([])");
    }

    @Test
    void aCallThatTheTokenLimitCutsOffIsNotComplete() throws Exception {
        for (String reason : List.of("max_tokens", "model_context_window_exceeded")) {
            Shown own = new Shown();
            Wire wire = new Wire(MessageBody.NORMAL.wire.head(), Wire.parts(MessageBody.start(1),
                    block(1, "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}"),
                    delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\"}"),
                    "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":1}\n\n",
                    MessageBody.end(reason, 9)), Then.END_BODY);
            try (WireServer server = new WireServer(wire)) {
                assertThat(provider(server.address()).prepare(REQUEST).stream(own).finishReason())
                        .isEqualTo("length");
            }
            assertThat(own.calls()).containsExactly("t1 f({\"a...");
            provider.close();
        }
    }

    private static String block(int index, String block) {
        return "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":" + index
                + ",\"content_block\":" + block + "}\n\n";
    }

    private static String delta(int index, String delta) {
        return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":" + index
                + ",\"delta\":" + delta + "}\n\n";
    }

    @Test
    void operatorsGetStatusReasonAndRequestIdWithoutTheKey() throws Exception {
        Wire refused = new Wire(Wire.head(401, "application/json", "request-id: req_7"), Wire.parts(
                "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"no: sk-1\"}}"),
                Then.END_BODY);
        try (WireServer server = new WireServer(refused)) {
            LlmCall call = provider(
                    Map.of("rivulet.provider.base-url", server.address(), "rivulet.provider.api-key", "sk-1"))
                    .prepare(REQUEST);
            assertThatThrownBy(() -> call.stream(shown)).isInstanceOfSatisfying(ProviderException.class,
                    failure -> assertThat(failure.detail()).isEqualTo(new FailureDetail(401,
                            "authentication_error | no: ***", "req_7")));
        }
    }

    private String finishReason(LlmCall call) {
        try {
            return call.stream(shown).finishReason();
        } catch (ProviderException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aProviderThatIsNotThereIsUnreachable() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertFails(provider("http://127.0.0.1:" + port).prepare(REQUEST), ErrorCode.UPSTREAM_UNREACHABLE);
    }

    @Test
    void aCancelBeforeTheHeadersClosesTheConnection() throws Exception {
        assertCancelCloses(new Wire("", List.of(), Then.STALL), "");
    }

    @Test
    void aCancelBeforeTheFirstTokenClosesTheConnection() throws Exception {
        assertCancelCloses(new Wire(MessageBody.NORMAL.wire.head(), Wire.parts(MessageBody.start(1)), Then.STALL), "");
    }

    @Test
    void aCancelInTheMiddleClosesTheConnection() throws Exception {
        assertCancelCloses(new Wire(MessageBody.NORMAL.wire.head(),
                Wire.parts(MessageBody.start(1), MessageBody.text("a")), Then.STALL), "a");
    }

    @Test
    void aCancelOfARefusalWithoutEndClosesTheConnection() throws Exception {
        assertCancelCloses(new Wire(Wire.head(500, "application/json"), List.of(), Then.STALL), "");
    }

    @Test
    void aCancelBeforeTheCallSendsNothing() throws Exception {
        try (WireServer server = new WireServer(MessageBody.NORMAL.wire)) {
            LlmCall call = provider(server.address()).prepare(REQUEST);

            call.stop(Stop.CANCELLED);

            assertFails(call, ErrorCode.UPSTREAM_UNREACHABLE);
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void aCancelDoesNotInterruptWhoHandsOnATokenAndNoneFollows() throws Exception {
        CountDownLatch inToken = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        try (WireServer server = new WireServer(MessageBody.NORMAL.wire)) {
            LlmCall call = provider(server.address()).prepare(REQUEST);
            CompletableFuture<Void> end = CompletableFuture
                    .runAsync(() -> assertThatThrownBy(() -> call.stream(new Taking(text -> {
                        shown.token(text);
                        inToken.countDown();
                        try {
                            goOn.await();
                        } catch (InterruptedException hit) {
                            interrupted.set(true);
                        }
                    }))).isInstanceOf(ProviderException.class), threads);
            inToken.await();

            call.stop(Stop.CANCELLED);
            goOn.countDown();

            assertThat(end).succeedsWithin(LIMIT);
            assertThat(interrupted).isFalse();
            assertThat(shown.tokens).containsExactly("Hello");
        }
    }

    @Test
    void aFaultOfTheListenerComesOutAsItIsAndClosesTheConnection() throws Exception {
        IllegalStateException fault = new IllegalStateException("full");
        try (WireServer server = new WireServer(new Wire(MessageBody.NORMAL.wire.head(),
                Wire.parts(MessageBody.start(1), MessageBody.text("a")), Then.STALL))) {
            assertThatThrownBy(() -> provider(server.address()).prepare(REQUEST).stream(new Taking(text -> {
                throw fault;
            }))).isSameAs(fault);

            assertThat(server.closedByClient).succeedsWithin(LIMIT);
        }
    }

    @Test
    void hundredsOfStreamsToOneHostRunAtOnceBeforeTheirHeadersToo() throws Exception {
        assertManyAtOnce(new Wire("", List.of(), Then.STALL), "");
        assertManyAtOnce(new Wire(MessageBody.NORMAL.wire.head(),
                Wire.parts(MessageBody.start(1), MessageBody.text("a")), Then.STALL), "a");
    }

    private void assertManyAtOnce(Wire wire, String textOfEach) throws IOException {
        int streams = 300;
        try (WireServer server = new WireServer(wire)) {
            AnthropicProvider many = provider(server.address());
            List<LlmCall> calls = IntStream.range(0, streams).mapToObj(i -> many.prepare(REQUEST)).toList();
            CompletableFuture<?>[] ends = calls.stream()
                    .map(call -> CompletableFuture.runAsync(() -> assertFails(call, ErrorCode.UPSTREAM_UNREACHABLE),
                            threads))
                    .toArray(CompletableFuture[]::new);

            await().until(() -> server.requests.size() == streams
                    && shown.text().length() == streams * textOfEach.length());
            calls.forEach(call -> call.stop(Stop.CANCELLED));

            assertThat(CompletableFuture.allOf(ends)).succeedsWithin(LIMIT);
        }
        provider.close();
    }

    private void assertCancelCloses(Wire wire, String text) throws Exception {
        try (WireServer server = new WireServer(wire)) {
            LlmCall call = provider(server.address()).prepare(REQUEST);
            CompletableFuture<Void> end = CompletableFuture.runAsync(
                    () -> assertThatThrownBy(() -> call.stream(shown)).isInstanceOf(ProviderException.class), threads);
            await().until(() -> server.requests.size() == 1 && shown.text().equals(text));

            call.stop(Stop.CANCELLED);

            assertThat(server.closedByClient).succeedsWithin(LIMIT);
            assertThat(end).succeedsWithin(LIMIT);
        }
    }

    private void assertFails(LlmCall call, ErrorCode code) {
        assertThatThrownBy(() -> call.stream(shown)).isInstanceOfSatisfying(ProviderException.class,
                failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static Object body(String request) throws IOException {
        return Json.MAPPER.readValue(request.substring(request.indexOf("\r\n\r\n")), Map.class);
    }

    private AnthropicProvider provider(String baseUrl) {
        return provider(Map.of("rivulet.provider.base-url", baseUrl));
    }

    private AnthropicProvider provider(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("rivulet.provider.kind", "anthropic");
        provider = new AnthropicProvider(
                Config.of(Map.of(), all).section(ProviderConfig.class, ProviderConfig.PREFIX));
        return provider;
    }

    /** Does something with each token. */
    private record Taking(Consumer<String> taker) implements CompletionListener {
        @Override
        public void requestSent(String provider, String model) {}

        @Override
        public void requestFailed(String provider, ProviderException failure) {}

        @Override
        public void alive() {}

        @Override
        public void reasoning(String content, String signature) {}

        @Override
        public void toolCall(ToolCallPiece piece) {}

        @Override
        public void token(String text) {
            taker.accept(text);
        }
    }
}
