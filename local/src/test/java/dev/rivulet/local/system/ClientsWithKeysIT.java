package dev.rivulet.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.gateway.identity.ApiKey;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.proxy.CuttingProxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

/**
 * Official clients against gateways that ask for a key: each shows it by its own setting. Cut off in the middle of the
 * answer, what can resume does so with the same key. (A browser through the page's login: {@code LoginIT}.)
 */
@Execution(ExecutionMode.CONCURRENT)
class ClientsWithKeysIT {

    private static final String WORD = "w10";
    private static final String LONG = IntStream.range(0, 120).mapToObj(i -> "w" + i + " ")
            .collect(Collectors.joining()) + "\uD83C\uDF0A\n";
    private static final String SHORT = "Hello from the river.\n";
    private static final ApiKey.Generated KEY = ApiKey.generate("k1", "alice",
            ApiKey.scopes("ask,read,cancel"), Optional.empty());

    @TempDir
    static Path folder;

    private static TestSystem system;
    private static NpmClients npm;
    private static String missing; // why no client of npm can be tested here; null when all is there

    @BeforeAll
    static void start() throws Exception {
        try {
            npm = NpmClients.install();
        } catch (TestAbortedException reason) {
            missing = reason.getMessage();
        }
        Path keys = Files.writeString(folder.resolve("keys"), KEY.line().line() + "\n");
        system = TestSystem.inSharedKafka(1, 2, Map.of("rivulet.auth.keys-file", keys.toString()));
        system.answer("short", Script.of(SHORT));
        system.answer("long", Script.of(LONG).withTiming(Duration.ZERO, Duration.ofMillis(20)));
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void openaisJavaClientShowsItAsItsApiKey() {
        OpenAIClient client = openai(KEY.key());
        try (StreamResponse<ChatCompletionChunk> stream = client.chat().completions().createStreaming(params())) {
            assertThat(text(stream)).isEqualTo(SHORT);
            assertThat(client.models().list().data()).isNotEmpty();
        } finally {
            client.close();
        }
    }

    @Test
    void anotherKeyIsUnauthorizedForOpenaisJavaClient() {
        OpenAIClient client = openai("sk-another");
        assertThatThrownBy(() -> client.chat().completions().create(params()))
                .isInstanceOf(UnauthorizedException.class).hasMessageContaining("not valid");
        client.close();
    }

    @Test
    void rivuletsOwnJavaClientShowsItToo() {
        try (RivuletClient client = RivuletClient.builder().gateways(system.client(0).base())
                .apiKey(KEY.key()).build()) {
            assertThat(client.ask("own-" + UUID.randomUUID(), "short").text()).isEqualTo(SHORT);
        }
    }

    @ParameterizedTest
    @CsvSource({"openai.mjs, answers, text", "ai.mjs, answers, answer/text", "use-chat.mjs, answers, paragraphs/1",
            "eventsource.mjs, readsPlainText, text", "eventsource.mjs, readsEvents, text"})
    void aClientOfNpmReadsAnAnswer(String script, String name, String text) {
        assertThat(run(script, name, Map.of("prompt", "short", "word", "Hello")).at("/" + text).asText())
                .isEqualTo(SHORT);
    }

    @ParameterizedTest
    @CsvSource({"openai.mjs, isCutOff, again/text", "ai.mjs, comesBack, whole/text",
            "use-chat.mjs, comesBack, paragraphs/1", "eventsource.mjs, readsPlainText, text",
            "eventsource.mjs, readsEvents, text"})
    void aClientOfNpmComesBackWithItsKey(String script, String name, String text) {
        assertThat(run(script, name, Map.of("prompt", "long", "word", "w0", "cut", WORD)).at("/" + text).asText())
                .isEqualTo(LONG);
    }

    /** @param more with {@code cut}, the word behind which the connection is reset */
    private static JsonNode run(String script, String name, Map<String, String> more) {
        Assumptions.assumeTrue(missing == null, () -> missing);
        try (CuttingProxy proxy = CuttingProxy.to(URI.create(system.client(0).base()).getPort())) {
            Optional.ofNullable(more.get("cut")).ifPresent(proxy::cutBehind);
            Map<String, String> settings = new HashMap<>(more);
            settings.putAll(Map.of("gateway", system.client(0).base(), "other", system.client(1).base(), "proxy",
                    "http://127.0.0.1:" + proxy.port(), "chat", UUID.randomUUID().toString(), "package", "ai", "key",
                    KEY.key()));
            try (NpmCase running = npm.start(script, name, settings)) {
                return running.report();
            }
        }
    }

    private static OpenAIClient openai(String key) {
        return OpenAIOkHttpClient.builder().baseUrl(system.client(0).base() + "/v1").apiKey(key).maxRetries(0).build();
    }

    private static ChatCompletionCreateParams params() {
        return ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage("short").build();
    }

    private static String text(StreamResponse<ChatCompletionChunk> stream) {
        List<ChatCompletionChunk> chunks = stream.stream().toList();
        return chunks.stream().flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream()).collect(Collectors.joining());
    }
}
