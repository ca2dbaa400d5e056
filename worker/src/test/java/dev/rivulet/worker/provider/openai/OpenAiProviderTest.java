package dev.rivulet.worker.provider.openai;

import static dev.rivulet.testkit.wait.Waiting.LIMIT;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.worker.provider.AnswerPrefix;
import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCall.Stop;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderConfig;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.ProviderLoops;
import dev.rivulet.worker.provider.ReadPrompt;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpenAiProviderTest {

    private static final LlmRequest REQUEST = new LlmRequest("gpt-x", List.of(Message.system("be brief"),
            Message.user("h\u00e9 \uD83E\uDD80")), 7, null, 0.5);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ProviderLoops loops = ProviderLoops.start(1);
    private final Shown shown = new Shown();
    private OpenAiProvider provider;

    @AfterEach
    void close() {
        if (provider != null) {
            provider.close();
        }
        loops.close();
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOnTheWireIsUnderstood(WireBody body) throws Exception {
        try (WireServer server = new WireServer(body.wire)) {
            LlmCall call = provider(server.address() + "/v1").prepare(REQUEST);

            WireBody.Meaning meaning;
            try {
                LlmCompletion end = call.stream(shown);
                meaning = new WireBody.Meaning(shown.text(), end.finishReason(), end.usage(), null);
            } catch (ProviderException failure) {
                meaning = new WireBody.Meaning(shown.text(), null, null, failure.code());
            }

            assertThat(meaning).isEqualTo(body.meaning);
        }
    }

    @Test
    void theRequestIsWhatTheApiWants() throws Exception {
        try (WireServer server = new WireServer(WireBody.NORMAL.wire)) {
            provider(Map.of("rivulet.provider.base-url", server.address() + "/v1/", "rivulet.provider.api-key", "sk-1"))
                    .prepare(REQUEST).stream(shown);

            assertThat(server.requests).singleElement().satisfies(request -> {
                assertThat(request).startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
                        .contains("Authorization: Bearer sk-1\r\n", "Accept: text/event-stream\r\n");
                assertThat(request).endsWith("{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"system\",\"content\":\"be"
                        + " brief\"},{\"role\":\"user\",\"content\":\"h\u00e9 \uD83E\uDD80\"}],\"stream\":true,"
                        + "\"stream_options\":{\"include_usage\":true},\"max_tokens\":7,\"temperature\":0.5}");
            });
        }
    }

    @Test
    void optionsArePassedOnAsTheyAre() throws Exception {
        String options = "{\"top_p\":0.10,\"stop\":[\"\\n\"],\"response_format\":"
                + "{\"type\":\"json_schema\",\"json_schema\":"
                + "{\"name\":\"n\",\"schema\":{\"enum\":[null,1.5]},\"strict\":true}},\"user\":\"\uD83E\uDD80\"}";
        try (WireServer server = new WireServer(WireBody.NORMAL.wire)) {
            provider(server.address() + "/v1").prepare(REQUEST
                    .with(Json.read(options.getBytes(StandardCharsets.UTF_8), ModelOptions.class))).stream(shown);

            assertThat(server.requests).singleElement().asString().endsWith("\"temperature\":0.5,"
                    + options.substring(1).replace("0.10", "0.1"));
        }
    }

    @Test
    void onlyAnOptionOfALaterVersionCannotBeHonoured() {
        OpenAiProvider any = provider("http://127.0.0.1:1");
        assertThat(any.unsupported(ModelOptions.of(Map.of("seed", IntNode.valueOf(1))))).isEmpty();
        assertThat(any.unsupported(ModelOptions.of(Map.of("later", IntNode.valueOf(1))))).contains("later");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "prefill | `{\"role\":\"assistant\",\"content\":\"Hello,\"}]` | `\"temperature\":0.5}`",
            "prefix | `{\"role\":\"assistant\",\"content\":\"Hello, \",\"prefix\":true}]` | `\"temperature\":0.5}`",
            "continue-final-message | `{\"role\":\"assistant\",\"content\":\"Hello, \"}]` | "
                    + "`\"add_generation_prompt\":false,\"continue_final_message\":true}`"})
    void aServerIsAskedToContinueInItsOwnWay(String how, String message, String end) throws Exception {
        try (WireServer server = new WireServer(WireBody.NORMAL.wire)) {
            provider(Map.of("rivulet.provider.base-url", server.address(), "rivulet.provider.continuation", how))
                    .prepare(REQUEST.continuing(new AnswerPrefix("Hello, ", 2))).stream(shown);

            assertThat(server.requests).singleElement().satisfies(
                    request -> assertThat(request).contains(message, "\"max_tokens\":5").endsWith(end));
        }
    }

    @Test
    void clientsAreToldTheStatusAndNothingThatTheProviderSaid() throws Exception {
        try (WireServer server = new WireServer(Wire.answer(401, "application/json",
                "{\"error\":{\"message\":\"Incorrect API key provided: sk-live-abcdefgh. Ask eve@example.com.\"}}"))) {
            assertThatThrownBy(() -> provider(server.address() + "/v1").prepare(REQUEST).stream(shown)).hasMessage(
                    "The provider openai refused the credentials of this installation (status 401).");
        }
    }

    @Test
    void clientsAreToldNothingThatTheProviderSaidWithinTheStreamEither() throws Exception {
        Wire broken = new Wire(Wire.head(200, "text/event-stream"), Wire.parts(WireBody.token("a"),
                "data: {\"error\":{\"message\":\"no more for sk-live-abcdefgh\",\"code\":429}}\n\n"), Then.END_BODY);
        try (WireServer server = new WireServer(broken)) {
            assertThatThrownBy(() -> provider(server.address() + "/v1").prepare(REQUEST).stream(shown)).hasMessage(
                    "The provider openai refused because of load or quota.");
        }
    }

    @Test
    void aFinishReasonEndsTheCallThoughTheConnectionStaysOpen() throws Exception {
        Wire open = new Wire(Wire.head(200, "text/event-stream"), Wire.parts(WireBody.token("a"),
                WireBody.finish("stop")), Then.STALL);
        try (WireServer server = new WireServer(open)) {
            LlmCall call = provider(Map.of("rivulet.provider.base-url", server.address())).prepare(REQUEST);

            assertThat(CompletableFuture.supplyAsync(() -> finishReason(call), threads))
                    .succeedsWithin(Duration.ofSeconds(5)).isEqualTo("stop");
            assertThat(server.closedByClient).succeedsWithin(LIMIT);
        }
    }

    @Test
    void reasoningAndToolCallsAreShownBesideText() throws Exception {
        for (WireBody body : List.of(WireBody.REASONING_BEFORE_THE_TEXT, WireBody.TOOL_CALLS_BESIDE_TEXT)) {
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
    void aModelThatRefusesMaxTokensGetsTheOtherFieldFromThenOn() throws Exception {
        String refusal = """
                {"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use \
                'max_completion_tokens' instead.","param":"max_tokens","code":"unsupported_parameter"}}""";
        try (WireServer server = new WireServer(request -> request.contains("\"max_tokens\"")
                ? Wire.answer(400, "application/json", refusal)
                : WireBody.NORMAL.wire)) {
            OpenAiProvider openai = provider(server.address());

            openai.prepare(REQUEST).stream(shown);
            openai.prepare(REQUEST).stream(shown);

            assertThat(shown.text()).isEqualTo("Hello worldHello world");
            assertThat(server.requests).hasSize(3).last().asString().contains("\"max_completion_tokens\":7");
        }
    }

    @Test
    void whichFieldHasTheTokenLimitCanBeFixed() throws Exception {
        try (WireServer server = new WireServer(WireBody.NORMAL.wire)) {
            provider(Map.of("rivulet.provider.base-url", server.address(), "rivulet.provider.token-limit-field",
                    "max_completion_tokens")).prepare(REQUEST).stream(shown);

            assertThat(server.requests).singleElement().asString().contains("\"max_completion_tokens\":7")
                    .doesNotContain("\"max_tokens\"");
        }
        provider.close();
        try (WireServer server = new WireServer(Wire.answer(400, "application/json",
                "{\"error\":{\"message\":\"Use 'max_completion_tokens'\",\"param\":\"max_tokens\"}}"))) {
            assertFails(provider(Map.of("rivulet.provider.base-url", server.address(),
                    "rivulet.provider.token-limit-field", "max_tokens")).prepare(REQUEST), ErrorCode.UPSTREAM_REJECTED);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void operatorsGetStatusReasonAndRequestIdWithoutTheKey() throws Exception {
        Wire refused = new Wire(Wire.head(401, "application/json", "x-request-id: req_7"), Wire.parts(
                "{\"error\":{\"message\":\"Incorrect API key provided: sk-1.\",\"type\":\"invalid_request_error\","
                        + "\"code\":\"invalid_api_key\"}}"),
                Then.END_BODY);
        try (WireServer server = new WireServer(refused)) {
            LlmCall call = provider(
                    Map.of("rivulet.provider.base-url", server.address(), "rivulet.provider.api-key", "sk-1"))
                    .prepare(REQUEST);
            assertThatThrownBy(() -> call.stream(shown)).isInstanceOfSatisfying(ProviderException.class,
                    failure -> assertThat(failure.detail()).isEqualTo(new FailureDetail(401,
                            "invalid_request_error | invalid_api_key | Incorrect ***", "req_7")));
        }
    }

    @Test
    void theEventLoopReadsNothingOfThePrompt() throws Exception {
        ReadPrompt prompt = new ReadPrompt(Message.user("x".repeat(20)));
        try (WireServer server = new WireServer(Wire.answer(400, "application/json",
                "{\"error\":{\"message\":\"Use 'max_completion_tokens', not xxxxxxxxxxxxxxxxxxxx\","
                        + "\"param\":\"max_tokens\"}}"))) {
            LlmCall call = provider(server.address()).prepare(new LlmRequest("gpt-x", prompt, 7, null, null));

            assertThatThrownBy(() -> call.stream(shown)).isInstanceOfSatisfying(ProviderException.class,
                    failure -> assertThat(failure.detail().reason())
                            .isEqualTo("max_tokens | Use 'max_completion_tokens', not ***"));
            assertThat(server.requests).hasSize(2);
        }
        CompletableFuture<Thread> onlyLoop = new CompletableFuture<>();
        loops.vertx().getOrCreateContext().runOnContext(go -> onlyLoop.complete(Thread.currentThread()));
        assertThat(prompt.readers).contains(Thread.currentThread())
                .doesNotContain(onlyLoop.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Test
    void aRequestThatCannotBeWrittenFailsAtOnce() throws Exception {
        try (WireServer server = new WireServer(WireBody.NORMAL.wire)) {
            LlmCall call = provider(server.address()).prepare(
                    new LlmRequest("gpt-x", List.of(Message.user("\uD83E")), null, null, null));

            CompletableFuture<LlmCompletion> end = CompletableFuture.supplyAsync(() -> {
                try {
                    return call.stream(shown);
                } catch (ProviderException failure) {
                    throw new AssertionError(failure);
                }
            }, threads);

            assertThat(end).failsWithin(Duration.ofSeconds(5)).withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IllegalArgumentException.class);
            assertThat(shown.asked).isEmpty();
            assertThat(server.requests).isEmpty();
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
    void howLongTheProviderAsksToWaitIsPassedOn() throws Exception {
        Wire limited = new Wire(Wire.head(429, "application/json", "Retry-After: 3"), List.of(), Then.END_BODY);
        try (WireServer server = new WireServer(limited)) {
            assertThatThrownBy(() -> provider(server.address() + "/v1").prepare(REQUEST).stream(shown))
                    .isInstanceOfSatisfying(ProviderException.class,
                            failure -> assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3)));
        }
    }

    @Test
    void aProviderThatIsNotThereIsUnreachable() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertFails(provider("http://127.0.0.1:" + port + "/v1").prepare(REQUEST), ErrorCode.UPSTREAM_UNREACHABLE);
    }

    @Test
    void aCancelBeforeTheHeadersClosesTheConnection() throws Exception {
        assertCancelCloses(new Wire("", List.of(), Then.STALL), "");
    }

    @Test
    void aCancelBeforeTheFirstTokenClosesTheConnection() throws Exception {
        assertCancelCloses(new Wire(Wire.head(200, "text/event-stream"), Wire.parts(WireBody.role()),
                Then.STALL), "");
    }

    @Test
    void aCancelInTheMiddleClosesTheConnection() throws Exception {
        assertCancelCloses(new Wire(Wire.head(200, "text/event-stream"), Wire.parts(WireBody.token("a")),
                Then.STALL), "a");
    }

    @Test
    void aCancelBeforeTheCallSendsNothing() throws Exception {
        try (WireServer server = new WireServer(WireBody.NORMAL.wire)) {
            LlmCall call = provider(server.address() + "/v1").prepare(REQUEST);

            call.stop(Stop.CANCELLED);

            assertFails(call, ErrorCode.UPSTREAM_UNREACHABLE);
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void moreThanAThousandStreamsToOneHostRunAtOnce() throws Exception {
        int streams = 1_200;
        AtomicInteger begun = new AtomicInteger();
        try (LlmSimulator simulator = LlmSimulator.start()) {
            simulator.script(Script.ofTokens(List.of("a", "b")).withTiming(Duration.ZERO, Duration.ofDays(1)));
            OpenAiProvider many = provider(simulator.baseUrl());
            List<LlmCall> calls = IntStream.range(0, streams).mapToObj(i -> many.prepare(REQUEST)).toList();
            List<CompletableFuture<?>> ends = calls.stream()
                    .<CompletableFuture<?>>map(call -> CompletableFuture.runAsync(
                            () -> assertStopped(call, begun), threads))
                    .toList();

            await().until(() -> begun.get() == streams && simulator.openStreams() == streams);
            calls.forEach(call -> call.stop(Stop.CANCELLED));

            assertThat(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))).succeedsWithin(LIMIT);
            await().until(() -> simulator.openStreams() == 0);
        }
    }

    private void assertCancelCloses(Wire wire, String text) throws IOException, ExecutionException {
        try (WireServer server = new WireServer(wire)) {
            LlmCall call = provider(server.address() + "/v1").prepare(REQUEST);
            CompletableFuture<Void> end = CompletableFuture
                    .runAsync(() -> assertThatThrownBy(() -> call.stream(shown))
                            .isInstanceOf(ProviderException.class), threads);
            await().until(() -> server.requests.size() == 1 && shown.text().equals(text));

            call.stop(Stop.CANCELLED);

            assertThat(server.closedByClient).succeedsWithin(Duration.ofSeconds(1));
            assertThat(end).succeedsWithin(LIMIT);
        }
    }

    private void assertFails(LlmCall call, ErrorCode code) {
        assertThatThrownBy(() -> call.stream(shown)).isInstanceOfSatisfying(ProviderException.class,
                failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static void assertStopped(LlmCall call, AtomicInteger begun) {
        assertThatThrownBy(() -> call.stream(new CompletionListener() {
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
                begun.incrementAndGet();
            }
        })).isInstanceOf(ProviderException.class);
    }

    private OpenAiProvider provider(String baseUrl) {
        return provider(Map.of("rivulet.provider.base-url", baseUrl));
    }

    private OpenAiProvider provider(Map<String, String> properties) {
        provider = new OpenAiProvider(Config.of(Map.of(), new HashMap<>(properties)).section(ProviderConfig.class,
                ProviderConfig.PREFIX), loops);
        return provider;
    }
}
