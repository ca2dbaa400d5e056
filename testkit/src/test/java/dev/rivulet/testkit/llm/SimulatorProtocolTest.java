package dev.rivulet.testkit.llm;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorProtocolTest {

    private static LlmSimulator simulator;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        simulator = LlmSimulator.start(SimulatorConfig.defaults().withApiKey("sk-test"));
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        simulator.close();
    }

    @Test
    void aStreamHasRoleContentFinishReasonUsageAndDone() throws Exception {
        simulator.script(Script.of("Grüße \"two\"\nthree 🌊"));
        HttpResponse<String> response = post(
                Call.body("hi", "\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        assertThat(response.headers().firstValue("content-type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("text/event-stream"));
        List<String> frames = Call.frames(response.body());
        assertThat(frames).hasSize(8).last().isEqualTo("[DONE]");
        assertThat(choice(frames.get(0)).path("delta").path("role").asText()).isEqualTo("assistant");
        assertThat(choice(frames.get(1)).path("delta").path("content").asText()).isEqualTo("Grüße");
        assertThat(choice(frames.get(1)).path("finish_reason").isNull()).isTrue();
        assertThat(choice(frames.get(5)).path("finish_reason").asText()).isEqualTo("stop");
        JsonNode usage = Call.json(frames.get(6));
        assertThat(usage.path("choices")).isEmpty();
        assertThat(usage.path("usage").path("completion_tokens").asInt()).isEqualTo(4);
        assertThat(Call.text(response.body())).isEqualTo("Grüße \"two\"\nthree 🌊");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {"`` | ``", "`,\"prefix\":true` | ``",
            "`` | `,\"continue_final_message\":true,\"add_generation_prompt\":false`"})
    void anAnswerGoesOnWhereTheLastMessageEndsAndOnlyTheRestIsBilled(String ofMessage, String ofRequest)
            throws Exception {
        simulator.script(Script.of("one two three four"));
        long before = simulator.billedTokens("go on");

        String body = post("{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"go on\"},"
                + "{\"role\":\"assistant\",\"content\":\"one two th\"" + ofMessage + "}]" + ofRequest + "}").body();

        assertThat(Call.text(body)).isEqualTo("ree four");
        assertThat(body).contains("\"prompt_tokens\":5,\"completion_tokens\":2");
        assertThat(simulator.requests().getLast().messages()).hasSize(1);
        await().until(() -> simulator.billedTokens("go on") == before + 2);
    }

    @Test
    void aProviderThatCannotContinueAnswersFromTheBeginning() throws Exception {
        try (LlmSimulator other = LlmSimulator.start(SimulatorConfig.defaults().withoutContinuation())) {
            other.script(Script.of("one two three"));
            String body = http.send(HttpRequest.newBuilder(URI.create(other.baseUrl() + "/chat/completions"))
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"},"
                                    + "{\"role\":\"assistant\",\"content\":\"one\",\"prefix\":true}]}"))
                    .build(), HttpResponse.BodyHandlers.ofString()).body();
            assertThat(Call.text(body)).isEqualTo("one two three");
        }
    }

    @Test
    void withoutAskingThereIsNoUsageAndTheTokenLimitIsAFinishReason() throws Exception {
        simulator.script(Script.of("one two three"));
        String body = post(Call.body("hi", "\"stream\":true,\"max_tokens\":2")).body();
        assertThat(body).doesNotContain("\"usage\"").contains("\"finish_reason\":\"length\"");
        assertThat(Call.text(body)).isEqualTo("one two");
    }

    @Test
    void aWholeAnswerIsOneJsonBody() throws Exception {
        simulator.script(Script.of("one two three").withFinishReason("content_filter"));
        JsonNode root = Call.json(post(Call.whole("hello there")).body());
        assertThat(root.path("object").asText()).isEqualTo("chat.completion");
        assertThat(root.path("choices").path(0).path("message").path("content").asText()).isEqualTo("one two three");
        assertThat(root.path("choices").path(0).path("finish_reason").asText()).isEqualTo("content_filter");
        assertThat(root.path("usage").path("total_tokens").asInt()).isEqualTo(5);
    }

    @Test
    void modelsAreListed() throws Exception {
        HttpResponse<String> response = http.send(request("/models").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(Call.json(response.body()).path("data").path(0).path("id").asText()).isEqualTo("gpt-4o-mini");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"400 | {\"model\":                              | null",
            "400 | [1]                                                                      | null",
            "400 | {\"model\":\"gpt-4o\"}                                                   | null",
            "400 | {\"model\":\"gpt-4o\",\"messages\":[]}                                   | null",
            "400 | {\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}                   | null",
            "404 | {\"model\":\"no-such-model\",\"messages\":[{\"role\":\"user\"}]}         | model_not_found"})
    void badRequestsGetAnErrorObject(int status, String body, String code) throws Exception {
        HttpResponse<String> response = post(body);
        assertThat(response.statusCode()).isEqualTo(status);
        JsonNode error = Call.json(response.body()).path("error");
        assertThat(error.path("message").asText()).isNotEmpty();
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.has("param")).isTrue();
        assertThat(error.path("code").asText()).isEqualTo(code);
    }

    @Test
    void aWrongKeyAndAWrongPathAreRefused() throws Exception {
        HttpRequest keyless = HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/models")).build();
        assertThat(http.send(keyless, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        HttpRequest lost = request("/nowhere").build();
        assertThat(http.send(lost, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }

    private static JsonNode choice(String frame) {
        return Call.json(frame).path("choices").path(0);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path)).header("Authorization", "Bearer sk-test");
    }

    private static HttpResponse<String> post(String body) throws Exception {
        return http.send(request("/chat/completions").POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
