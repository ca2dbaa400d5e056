package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.guarantee.GuaranteeReport;
import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Piece;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import dev.rivulet.testkit.wait.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reasoning and tool calls from the provider to the readers of every protocol, with two gateways over a real Kafka. */
class PartsIT {

    private static final List<Piece> PIECES = pieces();
    private static final String PARTS = """
            [{"type":"reasoning","at":0,"content":"The user asks."},\
            {"type":"tool-call","at":13,"index":0,"callId":"c0","name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}",\
            "complete":true},\
            {"type":"tool-call","at":13,"index":1,"callId":"c1","name":"time","arguments":"{}","complete":true}]""";

    private static TestSystem system;

    private static List<Piece> pieces() {
        List<Piece> all = new ArrayList<>(Piece.reasoning("The user asks."));
        all.addAll(Piece.text("I look it up."));
        all.addAll(Piece.interleaved(List.of(Piece.call(0, "c0", "weather", "{\"city\"", ":\"Oslo\"}"),
                Piece.call(7, "c1", "time", "{", "}"))));
        return all;
    }

    @BeforeAll
    static void start() throws InterruptedException {
        // Each piece is an event.
        system = TestSystem.inSharedKafka(1, 2,
                Map.of("rivulet.worker.delta-window", "0s", "rivulet.worker.reasoning", "true"));
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    private static Script script() {
        return Script.ofPieces(PIECES).withFinishReason("tool_calls");
    }

    @Test
    void readersAreShownEveryPieceInOneOrderAndResumeAfterAnyAtTheOtherGateway() {
        system.answer("weather?", script());
        String session = session();
        SseStream stream = system.client(0).stream(session, "weather?");
        assertThat(new GuaranteeReport().check(TestSystem.observe(stream))).isEmpty();
        List<SseEvent> shown = stream.events();
        assertThat(shown.stream().map(SseEvent::type).distinct()).containsExactly("started", "reasoning", "delta",
                "tool-call", "done");
        JsonNode done = tree(shown.getLast().data());
        assertThat(done.path("seq").asInt()).isEqualTo(shown.size() - 2);
        assertThat(done.path("finishReason").asText()).isEqualTo("tool_calls");
        assertThat(done.path("parts").toString()).isEqualTo("[\"reasoning\",\"tool-call\"]");

        String turn = stream.header("X-Turn-Id").orElseThrow();
        assertThat(system.client(1).snapshot(session, turn).path("parts").toString()).isEqualTo(PARTS);
        JsonNode past = system.client(1).session(session, 200).path("turns").path(0);
        assertThat(past.path("parts").toString()).isEqualTo(PARTS);
        assertThat(past.path("text").asText()).isEqualTo("I look it up.");
        for (int i = 0; i < shown.size() - 1; i++) {
            SseStream rest = system.client(1).events(session, turn, Map.of("Last-Event-ID", shown.get(i).id()));
            rest.awaitEnd(Waiting.LIMIT);
            assertThat(rest.events()).isEqualTo(shown.subList(i + 1, shown.size()));
        }
    }

    @Test
    void chatCompletionsHaveThemInTheirOwnFields() {
        system.answer("chat", script());
        String url = system.client(0).base() + "/v1/chat/completions";
        Map<String, Object> body = Map.of("messages", List.of(Map.of("role", "user", "content", "chat")));
        HttpResponse<String> whole = system.client(0).post(url, body);
        JsonNode message = tree(whole.body()).at("/choices/0/message");
        assertThat(message.path("content").asText()).isEqualTo("I look it up.");
        assertThat(message.path("reasoning_content").asText()).isEqualTo("The user asks.");
        assertThat(message.at("/tool_calls/0/function").toString())
                .isEqualTo("{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}");
        assertThat(message.at("/tool_calls/1/id").asText()).isEqualTo("c1");
        assertThat(tree(whole.body()).at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");

        String streamed = system.client(0)
                .post(url, Map.of("messages", List.of(Map.of("role", "user", "content", "chat")), "stream", true))
                .body();
        List<JsonNode> deltas = streamed.lines().filter(line -> line.startsWith("data: {"))
                .map(line -> tree(line.substring(6)).at("/choices/0/delta")).toList();
        assertThat(deltas.stream().map(delta -> delta.path("reasoning_content").asText(""))
                .collect(Collectors.joining())).isEqualTo("The user asks.");
        assertThat(deltas.stream().map(delta -> delta.at("/tool_calls/0"))
                .filter(call -> call.path("index").asInt(-1) == 0)
                .map(call -> call.at("/function/arguments").asText()).collect(Collectors.joining()))
                .isEqualTo("{\"city\":\"Oslo\"}");
        assertThat(streamed).endsWith("data: [DONE]\n\n");
    }

    @Test
    void theAiSdkIsSentReasoningAndTheInputOfTools() {
        system.answer("ui", script());
        String body = system.client(0).post(system.client(0).base() + "/api/chat", Map.of("id", session(), "messages",
                List.of(Map.of("id", "1", "role", "user", "parts", List.of(Map.of("type", "text", "text", "ui"))))))
                .body();
        List<JsonNode> parts = body.lines().filter(line -> line.startsWith("data: {"))
                .map(line -> tree(line.substring(6))).toList();
        assertThat(parts.stream().filter(part -> part.path("type").asText().equals("tool-input-available"))
                .map(part -> part.path("input").toString())).containsExactly("{\"city\":\"Oslo\"}", "{}");
        assertThat(parts.stream().map(part -> part.path("type").asText()).distinct()).containsSubsequence(
                "reasoning-start", "reasoning-delta", "reasoning-end", "text-start", "text-end", "tool-input-start",
                "tool-input-available", "finish-step", "finish");
    }

    @Test
    void anAnswerThatEndsInTheMiddleOfArgumentsIsTruncatedAndItsCallIsNotComplete() {
        system.answer("cut", script().withFault(new Fault.EndAfter(PIECES.size() - 1)));
        String session = session();
        SseStream stream = system.client(0).stream(session, "cut");
        stream.awaitEnd(Waiting.LIMIT);
        assertThat(tree(stream.events().getLast().data()).path("code").asText()).isEqualTo("upstream_truncated");
        JsonNode parts = system.client(0).snapshot(session, stream.header("X-Turn-Id").orElseThrow()).path("parts");
        assertThat(parts.path(1).has("complete")).isFalse();
        assertThat(parts.path(1).path("arguments").asText()).isEqualTo("{\"city\":\"Oslo\"}");
    }

    @Test
    void anAnswerInTheMiddleOfACallIsNeverContinuedByAnotherWorker() {
        system.answer("lost", script().withFault(new Fault.StallAfter(PIECES.size() - 1)));
        String session = session();
        SseStream stream = system.client(0).stream(session,
                Map.of("prompt", "lost", "onInterruption", "continue,restart"));
        await().until(() -> !stream.events().isEmpty() && stream.events().getLast().data().contains("Oslo"));
        SseStream follower = system.client(1).follow(session);
        await().until(() -> follower.events().size() == 3);
        assertThat(tree(follower.events().get(2).data()).path("parts")).hasSize(3);
        system.answer("lost", script());
        system.replaceWorker();

        assertThat(new GuaranteeReport().check(TestSystem.observe(stream))).isEmpty();
        List<SseEvent> starts = stream.events().stream().filter(event -> event.type().equals("started")).toList();
        assertThat(starts).hasSize(2);
        assertThat(tree(starts.getLast().data()).has("continues")).isFalse();
        assertThat(system.client(1).snapshot(session, stream.header("X-Turn-Id").orElseThrow()).path("parts")
                .toString()).isEqualTo(PARTS);
        await().until(() -> follower.events().getLast().type().equals("done"));
        assertThat(follower.events().stream().map(SseEvent::type)).contains("reasoning", "tool-call");
        follower.close();
    }

    private static String session() {
        return "parts-" + UUID.randomUUID();
    }

    private static JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
