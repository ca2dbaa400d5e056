package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.Scripts;
import dev.rivulet.testkit.llm.SimulatorConfig;
import dev.rivulet.testkit.proxy.CuttingProxy;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLockTarget;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/**
 * Official clients of npm against two gateways, each as its users have it. Where a client is cut off, its connection is
 * reset in the middle of the answer, and what can resume does so at the other gateway.
 */
@ResourceLock(value = NpmClientsIT.WORKER, mode = ResourceAccessMode.READ, target = ResourceLockTarget.CHILDREN)
class NpmClientsIT {

    static final String WORKER = "the worker of NpmClientsIT";

    private static final String WORD = "w10";
    private static final String LONG = IntStream.range(0, 120).mapToObj(i -> "w" + i + " ")
            .collect(Collectors.joining()) + "\uD83C\uDF0A\n";
    private static final String SHORT = "Hello from \uD83C\uDF0A the \"river\".\n";

    private static final Script SLOW = Script.of(LONG).withTiming(Duration.ZERO, Duration.ofMillis(20));
    private static final Script ENDLESS = Script.of("w ".repeat(5000)).withTiming(Duration.ZERO, Duration.ofMillis(20));

    private static NpmClients npm;
    private static String missing; // why nothing can be tested here; null when all is there
    private static TestSystem system;

    private CuttingProxy proxy;

    @BeforeAll
    static void start() throws Exception {
        try {
            npm = NpmClients.install();
        } catch (TestAbortedException reason) {
            missing = reason.getMessage();
            return;
        }
        system = TestSystem.inSharedKafka(1, 2, Map.of());
        system.answer("short", Script.of(SHORT));
        system.answer("long", SLOW);
        system.answer("endless", ENDLESS);
        system.answer("form", Scripts.echoOptions());
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @BeforeEach
    void startProxy() {
        // Here and not in front of all: Surefire reports no reason for a class that is skipped as a whole.
        Assumptions.assumeTrue(missing == null, () -> missing);
        proxy = CuttingProxy.to(URI.create(system.client(0).base()).getPort());
    }

    @AfterEach
    void stopProxy() {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theOpenAiSdkParsesAnAnswerInTheFormItAskedFor() throws Exception {
        JsonNode seen = run("openai.mjs", "parses", "form", Map.of());
        JsonNode river = new ObjectMapper().readTree("{\"name\":\"name\",\"km\":7,\"cities\":[\"cities\",\"cities\"]}");
        assertThat(seen.path("whole")).isEqualTo(river);
        assertThat(seen.path("streamed")).isEqualTo(river);
        assertThat(seen.path("refused")).hasToString("{\"status\":400,\"param\":\"n\",\"code\":\"unsupported_value\"}");
        assertThat(system.simulator.requests()).filteredOn(request -> request.prompt().equals("form")).hasSize(2)
                .allSatisfy(request -> assertThat(request.options()).containsOnlyKeys("response_format", "seed",
                        "stop"));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"ai", "ai-v6"})
    void theAiSdkReadsAnAnswerAsOneMessage(String version) {
        JsonNode seen = run("ai.mjs", "answers", "short", Map.of("package", version, "chat", "chat-" + version));
        assertThat(seen.at("/answer/text").asText()).isEqualTo(SHORT);
        assertThat(seen.at("/answer/error").isMissingNode()).isTrue();
        assertThat(seen.path("stillOpen").asBoolean()).isFalse();
        assertThat(seen.at("/answer/id").asText()).isEqualTo(seen.at("/answer/metadata/turnId").asText());
        assertThat(seen.at("/answer/metadata/sessionId").asText()).isEqualTo("chat-" + version);
        assertThat(seen.at("/answer/metadata/finishReason").asText()).isEqualTo("stop");
        assertThat(seen.at("/answer/metadata/usage/completionTokens").asInt()).isPositive();
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"ai", "ai-v6"})
    void theAiSdkComesBackAtAnotherGatewayAndGetsTheSameMessageWhole(String version) {
        proxy.cutBehind(WORD);
        JsonNode seen = run("ai.mjs", "comesBack", "long", Map.of("package", version));
        assertThat(seen.at("/partial/text").asText()).isNotEmpty().isNotEqualTo(LONG);
        assertThat(seen.at("/partial/error").asText()).isNotEmpty();
        assertThat(seen.at("/whole/text").asText()).isEqualTo(LONG);
        assertThat(seen.at("/whole/id")).isEqualTo(seen.at("/partial/id"));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theAiSdkSendsTheConversationOrLeavesItToTheSession() {
        JsonNode seen = run("ai.mjs", "converses", "", Map.of("package", "ai"));
        assertThat(seen.at("/whole/text").asText()).isEqualTo("turn 2 | user: one | assistant: edited | user: two");
        assertThat(seen.at("/last/text").asText()).isEqualTo(
                "turn 3 | user: one | assistant: edited | user: two | assistant: turn 2 | user: three");
        assertThat(seen.at("/again/text").asText()).isEqualTo("turn 1 | user: one");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theAiSdksErrorsSayWhatIsWrong() {
        JsonNode refused = run("ai.mjs", "isRefused", "", Map.of("package", "ai"));
        assertThat(refused.path("part").asText()).startsWith("messages[0].parts[0].type must be text");
        assertThat(refused.path("chat").asText()).startsWith("A session id is");
        assertThat(refused.path("resume").asText()).startsWith("A session id is");
        JsonNode failed = run("ai.mjs", "fails", "", Map.of("package", "ai", "model", SimulatorConfig.UNKNOWN_MODEL));
        assertThat(failed.path("error").asText()).contains("does not know the model");
        assertThat(failed.at("/metadata/error/code").asText()).isEqualTo("model_not_found");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aTurnOfTheAiSdkIsStoppedByItsId() {
        JsonNode seen = run("ai.mjs", "isStopped", "endless", Map.of("package", "ai"));
        assertThat(seen.path("last").asText()).isEqualTo("abort");
        assertThat(seen.path("text").asText()).startsWith("w").hasSizeLessThan(5000);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void useChatShowsAnAnswer() {
        JsonNode seen = run("use-chat.mjs", "answers", "short", Map.of("word", "Hello"));
        assertThat(texts(seen.path("paragraphs"))).containsExactly("short", SHORT);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void useChatGoesOnAfterAConnectionThatBrokeAndDoublesNothing() {
        proxy.cutBehind(WORD);
        JsonNode seen = run("use-chat.mjs", "comesBack", "long", Map.of("word", "w0"));
        assertThat(texts(seen.path("cut"))).hasSize(2).doesNotContain(LONG);
        assertThat(texts(seen.path("paragraphs"))).containsExactly("long", LONG);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void useChatHasWhatWasSaidAndGoesOnWhenItsPageIsLoadedAgain() {
        JsonNode seen = run("use-chat.mjs", "isReloaded", "long",
                Map.of("word", WORD, "before", "short", "answered", SHORT));
        assertThat(texts(seen.path("paragraphs"))).containsExactly("short", SHORT, "long", LONG);
    }

    /** One worker for both, since that takes a while; no other test runs meanwhile. */
    @Test
    @ResourceLock(WORKER)
    @Execution(ExecutionMode.CONCURRENT)
    void whatALostWorkerHadShownIsTakenBackOrAnErrorFromWhichOlderClientsComeBack() {
        system.answer("now", ENDLESS);
        system.answer("before", ENDLESS);
        try (NpmCase now = start("use-chat.mjs", "losesItsWorker", "now", Map.of("word", "w w"));
                NpmCase before = start("ai.mjs", "losesItsWorker", "before",
                        Map.of("word", "w w", "package", "ai-v6"))) {
            await().until(() -> now.hasBegun() && before.hasBegun());
            system.answer("now", Script.of(SHORT));
            system.answer("before", SLOW);
            system.replaceWorker();
            JsonNode replaced = now.report();
            assertThat(texts(replaced.path("paragraphs"))).containsExactly("now", SHORT);
            assertThat(replaced.path("attempt").asInt()).isEqualTo(2);
            JsonNode resumed = before.report();
            assertThat(resumed.at("/partial/error").asText()).contains("reset-step");
            assertThat(resumed.at("/whole/text").asText()).isEqualTo(LONG);
            assertThat(resumed.at("/whole/id")).isEqualTo(resumed.at("/partial/id"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void openaiStreamsAnAnswer() {
        JsonNode seen = run("openai.mjs", "answers", "short", Map.of());
        assertThat(seen.path("text").asText()).isEqualTo(SHORT);
        assertThat(seen.path("finish").asText()).isEqualTo("stop");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void openaiIsToldThatItWasCutOffAndItsKeyBringsTheSameTurnAgain() {
        proxy.cutBehind(WORD);
        JsonNode seen = run("openai.mjs", "isCutOff", "long", Map.of());
        assertThat(seen.at("/partial/text").asText()).isNotEmpty().isNotEqualTo(LONG);
        assertThat(seen.at("/partial/error").asText()).isNotEmpty();
        assertThat(seen.at("/again/text").asText()).isEqualTo(LONG);
        assertThat(seen.at("/again/id")).isEqualTo(seen.at("/partial/id"));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"readsPlainText", "readsEvents"})
    void eventsourceComesBackByItselfAndMissesNothing(String form) {
        proxy.cutBehind(WORD);
        JsonNode seen = run("eventsource.mjs", form, "long", Map.of());
        assertThat(proxy.hasCut()).isTrue();
        assertThat(seen.path("text").asText()).isEqualTo(LONG);
        assertThat(seen.path("connections").asInt()).isEqualTo(2);
    }

    private JsonNode run(String script, String name, String prompt, Map<String, String> more) {
        try (NpmCase running = start(script, name, prompt, more)) {
            return running.report();
        }
    }

    private NpmCase start(String script, String name, String prompt, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("gateway", system.client(0).base(), "other",
                system.client(1).base(), "proxy", "http://127.0.0.1:" + proxy.port(), "prompt", prompt));
        settings.put("chat", UUID.randomUUID().toString());
        settings.putAll(more);
        return npm.start(script, name, settings);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
