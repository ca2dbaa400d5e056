package dev.rivulet.gateway.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Reasoning;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.ToolCall;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatFramingTest {

    private static final String AWKWARD = "a \"b\"\n\\ \u2028 \uD83C\uDF0A @ data: [DONE]";

    private final TurnId turn = new TurnIds().next();

    @Test
    void aStreamIsRoleTextFinishReasonAndDone() throws IOException {
        List<String> data = frames(false, Chunks.started(1), new Delta(1, 0, AWKWARD), new Delta(1, 1, " two"),
                Chunks.done(1, 2, "stop", 3));
        assertThat(data).hasSize(5);
        JsonNode role = tree(data.getFirst());
        assertThat(role.path("id").asText()).isEqualTo("chatcmpl-" + turn);
        assertThat(role.path("object").asText()).isEqualTo("chat.completion.chunk");
        assertThat(role.path("created").asLong()).isEqualTo(turn.timestamp() / 1000);
        assertThat(role.path("model").asText()).isEqualTo("gpt-4o-mini");
        assertThat(role.at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(role.at("/choices/0/finish_reason").isNull()).isTrue();
        assertThat(tree(data.get(1)).at("/choices/0/delta/content").asText()).isEqualTo(AWKWARD);
        assertThat(tree(data.get(2)).at("/choices/0/delta/content").asText()).isEqualTo(" two");
        assertThat(tree(data.get(3)).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(data.get(3)).doesNotContain("usage");
        assertThat(data.getLast()).isEqualTo("[DONE]");
    }

    /** The requested one may be an alias, or the simulator answers. */
    @Test
    void chunksNameTheModelThatAnswers() throws IOException {
        for (String frame : frames(false, new Started(1, "simulator", "simulator"), new Delta(1, 0, "a"),
                Chunks.done(1, 1, "stop", 1)).subList(0, 3)) {
            assertThat(tree(frame).path("model").asText()).isEqualTo("simulator");
        }
    }

    @Test
    void usageIsASeparateChunkIfRequested() throws IOException {
        List<String> data = frames(true, Chunks.started(1), new Delta(1, 0, "x"), Chunks.done(1, 1, "length", 1));
        assertThat(tree(data.get(1)).has("usage")).isTrue();
        assertThat(tree(data.get(1)).path("usage").isNull()).isTrue();
        assertThat(tree(data.get(2)).at("/choices/0/finish_reason").asText()).isEqualTo("length");
        JsonNode usage = tree(data.get(3));
        assertThat(usage.path("choices").isEmpty()).isTrue();
        assertThat(usage.at("/usage/total_tokens").asInt()).isEqualTo(8);
        assertThat(data.getLast()).isEqualTo("[DONE]");
    }

    @Test
    void aCancelledTurnIsAStopAlsoWithoutAStart() throws IOException {
        List<String> data = frames(false, Chunks.done(0, 0, "cancelled", 0));
        assertThat(tree(data.getFirst()).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(tree(data.get(1)).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void anErrorIsAnErrorObjectAndNotDone() throws IOException {
        List<String> data = frames(false, Chunks.started(1), Chunks.failed(1, 0, "rate_limited"));
        assertThat(tree(data.getLast()).at("/error/code").asText()).isEqualTo("rate_limited");
        assertThat(tree(data.getLast()).at("/error/type").asText()).isEqualTo("rate_limit_error");
    }

    @Test
    void anAttemptThatContinuesGoesOnInTheSameCompletion() throws IOException {
        List<String> data = frames(false, Chunks.started(1), new Delta(1, 0, "x"),
                new Started(2, "another", "p", new Started.Continues(1, 1)), new Delta(2, 1, "y"),
                Chunks.done(2, 2, "stop", 2));
        assertThat(data).hasSize(5);
        assertThat(tree(data.get(2)).at("/choices/0/delta/content").asText()).isEqualTo("y");
        assertThat(tree(data.get(2)).path("model").asText()).isEqualTo("gpt-4o-mini");
        assertThat(data.getLast()).isEqualTo("[DONE]");
    }

    @Test
    void aNewAttemptAfterTextIsAnError() throws IOException {
        List<String> data = frames(false, Chunks.started(1), new Delta(1, 0, "x"), Chunks.started(2));
        assertThat(tree(data.getLast()).at("/error/code").asText()).isEqualTo("restarted");
    }

    @Test
    void interleavedToolCallsAreDeltasWithTheirIndex() throws IOException {
        List<String> data = frames(false, Chunks.started(1), new ToolCall(1, 0, 0, "c0", "f", "", null),
                new ToolCall(1, 1, 1, "c1", "g", "[", null), new ToolCall(1, 2, 0, "c0", null, AWKWARD, null),
                new ToolCall(1, 3, 1, "c1", null, "]", true), new ToolCall(1, 4, 0, "c0", null, "", true),
                Chunks.done(1, 5, "tool_calls", 0));
        assertThat(data).hasSize(7);
        assertThat(tree(data.get(1)).at("/choices/0/delta/tool_calls").toString()).isEqualTo(
                "[{\"index\":0,\"id\":\"c0\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]");
        assertThat(tree(data.get(2)).at("/choices/0/delta/tool_calls/0/id").asText()).isEqualTo("c1");
        JsonNode more = tree(data.get(3)).at("/choices/0/delta/tool_calls/0");
        assertThat(more.path("index").asInt()).isZero();
        assertThat(more.has("id")).isFalse();
        assertThat(more.at("/function/arguments").asText()).isEqualTo(AWKWARD);
        assertThat(tree(data.get(5)).at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void reasoningIsInTheFieldThatClientsKnowAndASignatureIsNotSent() throws IOException {
        List<String> data = frames(false, Chunks.started(1), new Reasoning(1, 0, AWKWARD),
                new Reasoning(1, 1, "", "sig"), new Delta(1, 2, "x"), Chunks.done(1, 3, "stop", 1));
        assertThat(data).hasSize(5);
        assertThat(tree(data.get(1)).at("/choices/0/delta/reasoning_content").asText()).isEqualTo(AWKWARD);
    }

    @Test
    void aNewAttemptAfterAToolCallIsAnErrorAndAfterReasoningAloneItGoesOn() throws IOException {
        List<String> call = frames(false, Chunks.started(1), new ToolCall(1, 0, 0, "c0", "f", "", null),
                Chunks.started(2));
        assertThat(tree(call.getLast()).at("/error/code").asText()).isEqualTo("restarted");
        List<String> reasoning = frames(false, Chunks.started(1), new Reasoning(1, 0, "hm"), Chunks.started(2),
                new Delta(2, 0, "x"), Chunks.done(2, 1, "stop", 1));
        assertThat(reasoning.getLast()).isEqualTo("[DONE]");
    }

    private List<String> frames(boolean usage, ChunkEvent... events) {
        ChatFraming framing = new ChatFraming(new ChatChunkWriter(new CompletionFields(turn, "@"), usage));
        Buffer out = Buffer.buffer();
        List.of(events).forEach(event -> framing.append(out, Chunks.turnRecord(0, event)));
        List<String> data = new ArrayList<>();
        for (String frame : out.toString().split("\n\n")) {
            assertThat(frame).startsWith("data: ").doesNotContain("\n");
            data.add(frame.substring("data: ".length()));
        }
        return data;
    }

    private static JsonNode tree(String json) throws IOException {
        return Json.MAPPER.readTree(json);
    }
}
