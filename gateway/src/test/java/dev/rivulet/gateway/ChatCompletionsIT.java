package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.turnOf;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.testkit.sse.RawHttpStream;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatCompletionsIT {

    private static final String CHAT = "/v1/chat/completions";
    private static final String TEXT = "a\nb \"q\" \\ \u2028 \uD83C\uDF0A\r\n";

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(Map.of("rivulet.gateway.models", "one,two"))
            .onPrompt(ChatCompletionsIT::answer);

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();
    private static final List<PromptRequested> PROMPTS = new CopyOnWriteArrayList<>();

    private static void answer(FakeWorker self, PromptRequested prompt) {
        if (prompt.sessionId().value().startsWith("chat-") && prompt.messages() != null) {
            PROMPTS.add(prompt);
            self.publish(prompt, answer(prompt.messages().getLast().content()));
        }
    }

    /** By what the user says: a failure's code, "wait" for nothing more, anything else for a whole answer. */
    private static ChunkEvent[] answer(String asked) {
        return switch (asked) {
            case "wait" -> new ChunkEvent[]{Chunks.started(1), new Delta(1, 0, TEXT)};
            case "cancelled" -> new ChunkEvent[]{Chunks.done(0, 0, "cancelled", 0)};
            case "hello" -> new ChunkEvent[]{Chunks.started(1), new Delta(1, 0, TEXT), new Delta(1, 1, "end"),
                    Chunks.done(1, 2, "stop", 9)};
            case "later" -> new ChunkEvent[]{Chunks.started(1),
                    new TurnError(1, 0, "rate_limited", "Not now.", true, 2_500L, 0, null)};
            default -> new ChunkEvent[]{Chunks.started(1), Chunks.failed(1, 0, asked)};
        };
    }

    @Test
    void aLostWorkerEndsAStreamedCompletionWithAnErrorAndTakesNothingBack() {
        SseStream chat = gateway.ssePost(CHAT, ask("wait", ",\"stream\":true"));
        String turn = Streams.turnOf(chat);
        Streams.next(chat);
        String text = Streams.next(chat).data();
        assertThat(worker.prompt(turn).options().onInterruption()).isEqualTo(OnInterruption.FAIL);
        assertThat(worker.prompt(turn).leavesMemory()).isFalse();
        worker.publish(worker.prompt(turn), Chunks.failed(1, 1, "worker_lost"));
        List<SseEvent> events = Streams.all(chat);
        assertThat(TestGateway.tree(text).at("/choices/0/delta/content").asText()).isEqualTo(TEXT);
        assertThat(events).noneMatch(event -> event.data().equals("[DONE]"));
        assertThat(TestGateway.tree(events.getLast().data()).at("/error/code").asText()).isEqualTo("worker_lost");
    }

    @Test
    void aWholeCompletionIsOneObject() {
        HttpResponse<String> response = gateway.post(CHAT, ask("hello", ""));
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode completion = TestGateway.tree(response);
        assertThat(completion.path("object").asText()).isEqualTo("chat.completion");
        assertThat(completion.path("id").asText())
                .isEqualTo("chatcmpl-" + response.headers().firstValue("X-Turn-Id").orElseThrow());
        assertThat(completion.path("model").asText()).isEqualTo("gpt-4o-mini");
        assertThat(completion.path("created").asLong()).isCloseTo(System.currentTimeMillis() / 1000,
                Offset.offset(120L));
        JsonNode choice = completion.at("/choices/0");
        assertThat(choice.at("/message/role").asText()).isEqualTo("assistant");
        assertThat(choice.at("/message/content").asText()).isEqualTo(TEXT + "end");
        assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(completion.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
        assertThat(completion.at("/usage/completion_tokens").asInt()).isEqualTo(5);
        assertThat(completion.at("/usage/total_tokens").asInt()).isEqualTo(8);
    }

    @Test
    void aStreamIsChunksAndDone() {
        List<SseEvent> events = all(gateway.ssePost(CHAT, ask("hello", ",\"stream\":true,\"model\":\"other\"")));
        assertThat(events).hasSize(5);
        assertThat(chunk(events, 0).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        // The model that answered, whatever was asked for.
        assertThat(chunk(events, 0).path("model").asText()).isEqualTo("gpt-4o-mini");
        assertThat(chunk(events, 1).at("/choices/0/delta/content").asText()).isEqualTo(TEXT);
        assertThat(chunk(events, 2).at("/choices/0/delta/content").asText()).isEqualTo("end");
        assertThat(chunk(events, 3).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(events.getLast().data()).isEqualTo("[DONE]");
    }

    @Test
    void aStreamEndsWithItsUsageWhenAskedFor() {
        List<SseEvent> events = all(gateway.ssePost(CHAT,
                ask("hello", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}")));
        assertThat(events).hasSize(6);
        assertThat(chunk(events, 4).at("/usage/total_tokens").asInt()).isEqualTo(8);
        assertThat(chunk(events, 4).path("choices").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"model_not_found, 404", "rate_limited, 429", "idle_timeout, 504", "upstream_error, 502",
            "internal, 500"})
    void aTurnThatFailsIsAnErrorWithTheRightStatus(String code, int status) {
        HttpResponse<String> response = gateway.post(CHAT, ask(code, ""));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(TestGateway.tree(response).at("/error/code").asText()).isEqualTo(code);
        List<SseEvent> events = all(gateway.ssePost(CHAT, ask(code, ",\"stream\":true")));
        assertThat(chunk(events, events.size() - 1).at("/error/code").asText()).isEqualTo(code);
    }

    @Test
    void aCompletionThatTheProviderRefusedForLoadSaysWhenToComeBack() {
        HttpResponse<String> response = gateway.post(CHAT, ask("later", ""));
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("3");
        assertThat(TestGateway.tree(response).at("/error/retry_after_ms").asLong()).isEqualTo(2_500);
        List<SseEvent> events = all(gateway.ssePost(CHAT, ask("later", ",\"stream\":true")));
        assertThat(chunk(events, events.size() - 1).at("/error/retry_after_ms").asLong()).isEqualTo(2_500);
    }

    @Test
    void aCancelledTurnIsAStop() {
        JsonNode completion = TestGateway.tree(gateway.post(CHAT, ask("cancelled", "")));
        assertThat(completion.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(completion.at("/choices/0/message/content").asText()).isEmpty();
    }

    @Test
    void aClientThatLeavesCancelsItsTurnStreamingOrNot() {
        SseStream stream = gateway.ssePost(CHAT, ask("wait", ",\"stream\":true"));
        String streamed = turnOf(stream);
        stream.cut();
        await().until(() -> worker.cancels(streamed) == 1);

        RawHttpStream whole = RawHttpStream.post(gateway.url(CHAT),
                "{\"messages\":[{\"role\":\"system\",\"content\":\"left\"},{\"role\":\"user\",\"content\":\"wait\"}]}",
                Map.of());
        await().until(() -> PROMPTS.stream().anyMatch(ChatCompletionsIT::isLeft));
        whole.cut();
        String turn = PROMPTS.stream().filter(ChatCompletionsIT::isLeft).findFirst().orElseThrow().turnId().toString();
        await().until(() -> worker.cancels(turn) == 1);
    }

    @Test
    void eachCallHasASessionOfItsOwnUnlessOneIsNamed() {
        String one = gateway.post(CHAT, ask("hello", "")).headers().firstValue("X-Session-Id").orElseThrow();
        String two = gateway.post(CHAT, ask("hello", "")).headers().firstValue("X-Session-Id").orElseThrow();
        assertThat(one).isNotEqualTo(two);
        String named = "chat-" + session();
        HttpResponse<String> response = TestGateway.send(HttpRequest.newBuilder(URI.create(gateway.url(CHAT)))
                .header("Content-Type", "application/json").header("X-Session-Id", named)
                .POST(BodyPublishers.ofString(ask("hello", ""))).build());
        assertThat(response.headers().firstValue("X-Session-Id")).contains(named);
        assertThat(worker.prompt(response.headers().firstValue("X-Turn-Id").orElseThrow()).messages())
                .containsExactly(Message.user("hello"));
    }

    @Test
    void theConfiguredModelsAreListed() {
        JsonNode models = TestGateway.tree(gateway.get("/v1/models"));
        assertThat(models.path("object").asText()).isEqualTo("list");
        assertThat(models.path("data")).extracting(model -> model.path("id").asText()).containsExactly("one", "two");
        assertThat(models.at("/data/0/object").asText()).isEqualTo("model");
    }

    private static boolean isLeft(PromptRequested prompt) {
        return prompt.messages().getFirst().content().equals("left");
    }

    private static String ask(String content, String more) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]" + more + "}";
    }

    private static JsonNode chunk(List<SseEvent> events, int index) {
        return TestGateway.tree(events.get(index).data());
    }
}
