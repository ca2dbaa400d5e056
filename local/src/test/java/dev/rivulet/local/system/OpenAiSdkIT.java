package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.RateLimitException;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionUserMessageParam;
import com.openai.models.chat.completions.StructuredChatCompletionCreateParams;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.Scripts;
import dev.rivulet.testkit.llm.SimulatorConfig;
import dev.rivulet.testkit.proxy.CuttingProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OpenAI's own Java client against the gateway: only the base URL differs. */
class OpenAiSdkIT {

    private static TestSystem system;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws InterruptedException {
        system = TestSystem.inSharedKafka(1, 1, Map.of());
        system.answer("hello", Script.of("Hello from \uD83C\uDF0A the river.\n"));
        client = client(system.client(0).base());
    }

    @AfterAll
    static void stop() {
        client.close();
        system.close();
    }

    @Test
    void streamsAnAnswerWithItsFinishReasonAndUsage() {
        ChatCompletionCreateParams ask = params("hello").streamOptions(
                ChatCompletionStreamOptions.builder().includeUsage(true).build()).build();
        try (StreamResponse<ChatCompletionChunk> stream = client.chat().completions().createStreaming(ask)) {
            List<ChatCompletionChunk> chunks = stream.stream().toList();
            assertThat(text(chunks)).isEqualTo("Hello from \uD83C\uDF0A the river.\n");
            assertThat(chunks).anySatisfy(chunk -> assertThat(chunk.choices()).anySatisfy(choice -> assertThat(
                    choice.finishReason()).contains(ChatCompletionChunk.Choice.FinishReason.STOP)));
            assertThat(chunks.getLast().usage()).isPresent();
            chunks.forEach(ChatCompletionChunk::validate);
        }
    }

    @Test
    void answersAsOneObject() {
        ChatCompletion completion = client.chat().completions().create(params("hello").build()).validate();
        assertThat(completion.choices().getFirst().message().content())
                .contains("Hello from \uD83C\uDF0A the river.\n");
        assertThat(completion.usage()).isPresent();
    }

    @Test
    void anUnknownModelIsTheSdksNotFound() {
        ChatCompletionCreateParams ask = params("hello").model(SimulatorConfig.UNKNOWN_MODEL).build();
        assertThatThrownBy(() -> client.chat().completions().create(ask)).isInstanceOf(NotFoundException.class)
                .hasMessageContaining("does not know the model");
    }

    @Test
    void aQuotaThatIsUsedUpIsTheSdksRateLimitAndItWaitsUntilItIsLetIn() {
        system.addGateway(Map.of("rivulet.quota.default.requests-per-minute", "30"));
        String limited = system.client(1).base();
        OpenAIClient impatient = client(limited);
        OpenAIClient patient = OpenAIOkHttpClient.builder().baseUrl(limited + "/v1").apiKey("any").maxRetries(5)
                .build();
        try {
            assertThatThrownBy(() -> {
                while (true) {
                    impatient.models().list();
                }
            }).isInstanceOfSatisfying(RateLimitException.class, refused -> {
                assertThat(refused.code()).contains("rate_limit_exceeded");
                assertThat(refused.type()).contains("requests");
                assertThat(refused.headers().values("Retry-After")).containsAnyOf("1", "2");
            });
            assertThat(patient.models().list().data()).isNotEmpty();
        } finally {
            impatient.close();
            patient.close();
        }
    }

    /** What the SDK makes a schema of. */
    public static class River {
        public String name;
        public int km;
        public List<String> cities;
    }

    @Test
    @SuppressWarnings("deprecation") // OpenAI has successors of seed and user; other providers do not
    void anAnswerInAFormIsParsedAndAllOptionsReachTheProvider() {
        system.answer("form", Scripts.echoOptions());
        StructuredChatCompletionCreateParams<River> ask = params("form").seed(7).topP(0.5).stop("END").user("u-1")
                .reasoningEffort(ReasoningEffort.LOW).frequencyPenalty(0.5)
                .logitBias(ChatCompletionCreateParams.LogitBias
                        .builder().putAdditionalProperty("17", JsonValue.from(-100)).build())
                .responseFormat(River.class).build();

        River river = client.chat().completions().create(ask).choices().getFirst().message().content().orElseThrow();

        assertThat(river.name).isEqualTo("name");
        assertThat(river.km).isEqualTo(7);
        assertThat(river.cities).containsExactly("cities", "cities");
        assertThat(system.simulator.requests()).filteredOn(request -> request.prompt().equals("form")).singleElement()
                .satisfies(request -> {
                    assertThat(request.options()).containsOnlyKeys("seed", "top_p", "stop", "user", "reasoning_effort",
                            "frequency_penalty", "logit_bias", "response_format");
                    assertThat(request.options().get("response_format").at("/json_schema/schema/properties/km/type")
                            .asText()).isEqualTo("integer");
                });
    }

    @Test
    void whatCannotBeHonouredIsTheSdksBadRequestThatNamesTheField() {
        Map<String, ChatCompletionCreateParams> asks = Map.of("n", params("hello").n(2).build(), "logprobs",
                params("hello").logprobs(true).build(), "temprature",
                params("hello").putAdditionalBodyProperty("temprature", JsonValue.from(1)).build(), "messages[0].name",
                ChatCompletionCreateParams.builder().model("gpt-4o-mini").addMessage(
                        ChatCompletionUserMessageParam.builder().content("hello").name("bob").build()).build());
        asks.forEach((field, ask) -> assertThatThrownBy(() -> client.chat().completions().create(ask))
                .isInstanceOfSatisfying(BadRequestException.class,
                        refused -> assertThat(refused.param()).contains(field)));
        assertThatThrownBy(() -> client.chat().completions().createStreaming(asks.get("n")))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void listsTheModels() {
        assertThat(client.models().list().data()).anySatisfy(model -> assertThat(model.id()).isEqualTo("gpt-4o-mini"));
    }

    @Test
    void closingTheStreamCancelsTheTurn() {
        system.answer("endless", Script.of("w ".repeat(5000)).withTiming(Duration.ZERO, Duration.ofMillis(20)));
        long before = system.simulator.closedByClient();
        try (StreamResponse<ChatCompletionChunk> stream = client.chat().completions()
                .createStreaming(params("endless").build())) {
            assertThat(stream.stream().limit(5)).hasSize(5);
        }
        await().until(() -> system.simulator.closedByClient() > before);
    }

    @Test
    void aStreamThatIsCutOffIsAnErrorAndItsKeyBringsTheSameTurnAgain() {
        String text = "w ".repeat(20) + "cut " + "w ".repeat(80);
        system.answer("long", Script.of(text).withTiming(Duration.ZERO, Duration.ofMillis(20)));
        ChatCompletionCreateParams ask = params("long").putAdditionalHeader("Idempotency-Key", "cut").build();
        List<ChatCompletionChunk> seen = new ArrayList<>();
        try (CuttingProxy proxy = CuttingProxy.to(URI.create(system.client(0).base()).getPort())) {
            proxy.cutBehind("cut");
            OpenAIClient cutOff = client("http://127.0.0.1:" + proxy.port());
            try (StreamResponse<ChatCompletionChunk> stream = cutOff.chat().completions().createStreaming(ask)) {
                assertThatThrownBy(() -> stream.stream().forEach(seen::add)).isInstanceOf(OpenAIIoException.class);
            } finally {
                cutOff.close();
            }
        }
        try (StreamResponse<ChatCompletionChunk> again = client.chat().completions().createStreaming(ask)) {
            List<ChatCompletionChunk> all = again.stream().toList();
            assertThat(text(all)).isEqualTo(text).startsWith(text(seen)).isNotEqualTo(text(seen));
            assertThat(all).extracting(ChatCompletionChunk::id).containsOnly(seen.getFirst().id());
        }
    }

    private static OpenAIClient client(String gateway) {
        return OpenAIOkHttpClient.builder().baseUrl(gateway + "/v1").apiKey("any").maxRetries(0).build();
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        return chunks.stream().flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream()).collect(Collectors.joining());
    }

    private static ChatCompletionCreateParams.Builder params(String prompt) {
        return ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage(prompt);
    }
}
