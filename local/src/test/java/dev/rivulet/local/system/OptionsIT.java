package dev.rivulet.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.client.Chunk;
import dev.rivulet.client.Granularity;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.ReadOptions;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnStream;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.llm.Scripts;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client tells the model reaches the provider, or the client is told that it does not. */
class OptionsIT {

    private TestSystem system;

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void whatEachApiIsToldReachesTheProviderUnchanged() throws Exception {
        start(Map.of());
        String options = "{\"stop\":[\"E N D\"],\"seed\":7,\"reasoning_effort\":\"low\"}";
        system.answer("tell", Scripts.echoOptions());

        post("/v1/sessions/s/turns", "{\"prompt\":\"tell\",\"modelOptions\":" + options + "}");
        post("/v1/chat/completions", "{\"messages\":[{\"role\":\"user\",\"content\":\"tell\"}],"
                + options.substring(1));
        post("/api/chat", "{\"id\":\"c\",\"messages\":[{\"id\":\"1\",\"role\":\"user\",\"parts\":[{\"type\":\"text\","
                + "\"text\":\"tell\"}]}],\"modelOptions\":" + options + "}");
        send(HttpRequest.newBuilder(URI.create(base() + "/stream?prompt=tell&modelOptions="
                + URLEncoder.encode(options, StandardCharsets.UTF_8))));

        assertThat(system.simulator.requests()).hasSize(4).allSatisfy(
                request -> assertThat(Json.MAPPER.valueToTree(request.options()).toString()).isEqualTo(options));
    }

    @Test
    void anAnswerInAFormIsReadMemberByMember() throws Exception {
        start(Map.of());
        system.answer("form", Scripts.echoOptions());
        Map<String, Object> schema = Map.of("type", "object", "properties",
                Map.of("river", Map.of("type", "string")), "required", List.of("river"));
        Prompt prompt = Prompt.of("form").modelOptions(Map.of("response_format", Map.of("type", "json_schema",
                "json_schema", Map.of("name", "river", "schema", schema))));
        List<Chunk> chunks = new ArrayList<>();
        try (RivuletClient client = RivuletClient.of(base());
                TurnStream stream = client.stream("s", prompt,
                        ReadOptions.DEFAULTS.granularity(Granularity.JSON))) {
            stream.forEach(chunks::add);
        }
        assertThat(chunks).filteredOn(Chunk.Item.class::isInstance).singleElement()
                .satisfies(item -> {
                    assertThat(((Chunk.Item) item).name()).isEqualTo("river");
                    assertThat(((Chunk.Item) item).as(String.class)).isEqualTo("river");
                });
    }

    @Test
    void whatNoProviderCanHonourEndsTheTurnBeforeOneIsAskedAndIsNotBilled() throws Exception {
        start(Map.of("rivulet.provider.kind", "anthropic", "rivulet.provider.api-key", "k"));
        HttpResponse<String> chat = post("/v1/chat/completions",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"seed\":7}");
        assertThat(chat.statusCode()).isEqualTo(400);
        JsonNode error = Json.MAPPER.readTree(chat.body()).path("error");
        assertThat(error.path("code").asText()).isEqualTo("unsupported_option");
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asText()).contains("seed");

        JsonNode turn = Json.MAPPER.readTree(post("/v1/sessions/s/turns?wait=30s",
                "{\"prompt\":\"hi\",\"modelOptions\":{\"response_format\":{\"type\":\"json_object\"}}}").body());
        assertThat(turn.at("/error/code").asText()).isEqualTo("unsupported_option");
        assertThat(turn.at("/error/retryable").asBoolean(true)).isFalse();
        assertThat(turn.has("usage")).isFalse();
        assertThat(system.simulator.totalRequests()).isZero();
    }

    private void start(Map<String, String> settings) throws InterruptedException {
        system = TestSystem.inSharedKafka(1, 1, settings);
    }

    private String base() {
        return system.client(0).base();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(base() + path)).header("Content-Type", "application/json")
                .header("Accept", path.contains("wait=") ? "application/json" : "*/*")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
