package dev.rivulet.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.SimulatorConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OpenAI's own Java client against the gateway: only the base URL differs. */
class OpenAiSdkIT {

    private static EmbeddedKafka kafka;
    private static TestSystem system;
    private static OpenAIClient client;

    @BeforeAll
    static void start() throws InterruptedException {
        kafka = EmbeddedKafka.start();
        system = new TestSystem(kafka.bootstrapServers(), 1, 1, Map.of());
        system.answer("hello", Script.of("Hello from \uD83C\uDF0A the river.\n"));
        client = OpenAIOkHttpClient.builder().baseUrl(system.client(0).base() + "/v1").apiKey("any").maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        system.close();
        kafka.close();
    }

    @Test
    void streamsAnAnswerWithItsFinishReasonAndUsage() {
        ChatCompletionCreateParams ask = params("hello").streamOptions(
                ChatCompletionStreamOptions.builder().includeUsage(true).build()).build();
        try (StreamResponse<ChatCompletionChunk> stream = client.chat().completions().createStreaming(ask)) {
            List<ChatCompletionChunk> chunks = stream.stream().toList();
            StringBuilder text = new StringBuilder();
            chunks.stream().flatMap(chunk -> chunk.choices().stream())
                    .forEach(choice -> choice.delta().content().ifPresent(text::append));
            assertThat(text).hasToString("Hello from \uD83C\uDF0A the river.\n");
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
                .hasMessageContaining(SimulatorConfig.UNKNOWN_MODEL);
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
        Awaitility.await().atMost(Waiting.LONG).until(() -> system.simulator.closedByClient() > before);
    }

    private static ChatCompletionCreateParams.Builder params(String prompt) {
        return ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage(prompt);
    }
}
