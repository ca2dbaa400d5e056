package dev.rivulet.gateway.api.aisdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Reasoning;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.event.ToolCall;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UiFramingTest {

    private static final String AWKWARD = "a \"b\"\r\n\\ \u2028 \uD83C\uDF0A data: [DONE]";
    private static final OwnedSession SESSION = Principal.ANONYMOUS.session("chat");
    private static final BiConsumer<UiFraming, Buffer> NOTHING = (framing, out) -> {};

    private final TurnId turn = new TurnIds().next();

    @Test
    void aTurnIsOneMessageOfOneStepWithOneText() {
        List<JsonNode> parts = parts(Chunks.started(1), new Delta(1, 0, AWKWARD), new Delta(1, 1, " two"),
                Chunks.done(1, 2, "stop", 3));
        assertThat(types(parts)).containsExactly("start", "start-step", "message-metadata", "text-start", "text-delta",
                "text-delta", "text-end", "finish-step", "finish");
        assertThat(parts.get(3).path("id")).isEqualTo(parts.get(4).path("id")).isEqualTo(parts.get(6).path("id"));
        assertThat(parts.get(4).path("delta").asText()).isEqualTo(AWKWARD);
        assertThat(parts.get(5).path("delta").asText()).isEqualTo(" two");
    }

    @Test
    void theMessageHasTheIdOfItsTurnSoThatAResumedStreamReplacesIt() {
        JsonNode start = parts(Chunks.started(1)).getFirst();
        assertThat(start.path("messageId").asText()).isEqualTo(turn.toString());
        assertThat(start.at("/messageMetadata/turnId").asText()).isEqualTo(turn.toString());
        assertThat(start.at("/messageMetadata/sessionId").asText()).isEqualTo("chat");
    }

    @Test
    void theMetadataHaveModelUsageAndTimings() {
        List<JsonNode> parts = parts(Chunks.started(1), new Delta(1, 0, "x"), Chunks.done(1, 1, "stop", 1));
        assertThat(parts.get(2).at("/messageMetadata/model").asText()).isEqualTo("gpt-4o-mini");
        assertThat(parts.getLast().at("/messageMetadata/usage/totalTokens").asInt()).isEqualTo(8);
        assertThat(parts.getLast().at("/messageMetadata/timings/totalMs").asInt()).isEqualTo(3);
        assertThat(parts.getLast().path("messageMetadata").has("error")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"stop, stop", "length, length", "content_filter, content-filter", "tool_calls, tool-calls",
            "refusal, other"})
    void finishReasonsAreThoseOfTheSdk(String provider, String client) {
        JsonNode finish = parts(Chunks.started(1), Chunks.done(1, 0, provider, 0)).getLast();
        assertThat(finish.path("finishReason").asText()).isEqualTo(client);
        assertThat(finish.at("/messageMetadata/finishReason").asText()).isEqualTo(provider);
    }

    @Test
    void aCancelledTurnIsAnAbortWhichKeepsTheText() {
        List<JsonNode> parts = parts(Chunks.started(1), new Delta(1, 0, "x"), Chunks.done(1, 1, "cancelled", 1));
        assertThat(types(parts)).endsWith("text-delta", "text-end", "finish-step", "message-metadata", "abort");
        assertThat(types(parts(Chunks.done(0, 0, "cancelled", 0)))).containsExactly("start", "message-metadata",
                "abort");
    }

    @Test
    void aNewAttemptRevokesTheTextAndBeginsANewTextPart() {
        List<JsonNode> parts = parts(Chunks.started(1), new Delta(1, 0, "lost"), Chunks.started(2),
                new Delta(2, 0, "kept"), Chunks.done(2, 1, "stop", 4));
        assertThat(types(parts)).containsSubsequence("start-step", "text-delta", "reset-step", "text-start",
                "text-delta", "text-end", "finish-step", "finish");
        assertThat(types(parts)).containsOnlyOnce("start-step", "reset-step", "text-end", "finish-step");
        assertThat(parts.stream().filter(part -> part.path("type").asText().equals("text-start"))
                .map(part -> part.path("id").asText())).containsExactly("1", "2");
    }

    @Test
    void anAttemptThatContinuesGoesOnInTheSameTextPart() {
        List<JsonNode> parts = parts(Chunks.started(1), new Delta(1, 0, "one"),
                Chunks.started(2).continuing(new Started.Continues(1, 3)), new Delta(2, 1, " two"),
                Chunks.done(2, 2, "stop", 7));
        assertThat(types(parts)).doesNotContain("reset-step").containsOnlyOnce("start-step", "text-start", "text-end");
    }

    @Test
    void aResumedStreamHasTheTextThatItsFirstAttemptContinues() {
        List<JsonNode> parts = parts(new UiFraming(SESSION, turn, 2), NOTHING, Chunks.started(1),
                new Delta(1, 0, "one"), Chunks.started(2).continuing(new Started.Continues(1, 3)),
                new Delta(2, 1, " two"));
        assertThat(parts.stream().map(part -> part.path("delta").asText()).collect(Collectors.joining()))
                .isEqualTo("one two");
        assertThat(types(parts(new UiFraming(SESSION, turn, 2), NOTHING, Chunks.started(1), new Delta(1, 0, "old"),
                Chunks.started(2), new Delta(2, 0, "new")))).containsOnlyOnce("text-delta");
    }

    @Test
    void aNewAttemptBeforeAnyTextRevokesNothing() {
        List<JsonNode> parts = parts(Chunks.started(1), Chunks.started(2), new Delta(2, 0, "x"));
        assertThat(types(parts)).doesNotContain("reset-step").containsOnlyOnce("start-step");
    }

    @Test
    void anErrorIsSentForPeopleAndForPrograms() {
        List<JsonNode> parts = parts(Chunks.started(1), new Delta(1, 0, "x"), Chunks.failed(1, 1, "rate_limited"));
        assertThat(types(parts)).endsWith("text-end", "message-metadata", "error");
        assertThat(parts.getLast().path("errorText").asText()).isEqualTo("It broke.");
        JsonNode metadata = parts.get(parts.size() - 2).path("messageMetadata");
        assertThat(metadata.at("/error/code").asText()).isEqualTo("rate_limited");
        assertThat(metadata.at("/error/retryable").asBoolean()).isTrue();
        assertThat(metadata.at("/timings/totalMs").asInt()).isEqualTo(3);
    }

    @Test
    void aStreamThatEndsBeforeItsTurnEndsWithAnError() {
        List<JsonNode> problem = parts(first(), (framing, out) -> framing.appendProblem(out,
                new ProblemException(ProblemCode.CURSOR_EXPIRED, "Gone.")), Chunks.started(1), new Delta(1, 0, "x"));
        assertThat(problem.getLast().path("errorText").asText()).isEqualTo("Gone.");
        List<JsonNode> farewell = parts(first(), (framing, out) -> framing.appendShutdown(out, 1_000),
                Chunks.started(1), new Delta(1, 0, "x"));
        assertThat(types(farewell)).endsWith("text-end", "message-metadata", "error");
        assertThat(farewell.get(farewell.size() - 2).at("/messageMetadata/error/code").asText())
                .isEqualTo("shutting_down");
    }

    @Test
    void aResumedStreamLeavesOutAttemptsThatWereRevoked() {
        List<JsonNode> parts = parts(new UiFraming(SESSION, turn, 2), NOTHING, Chunks.started(1),
                new Delta(1, 0, "lost"), Chunks.started(2), new Delta(2, 0, "kept"), Chunks.done(2, 1, "stop", 4));
        assertThat(types(parts)).containsExactly("start", "start-step", "message-metadata", "text-start", "text-delta",
                "text-end", "finish-step", "finish");
        assertThat(parts.get(4).path("delta").asText()).isEqualTo("kept");
        assertThat(types(parts(new UiFraming(SESSION, turn, 2), NOTHING, Chunks.started(1),
                Chunks.failed(1, 0, "worker_lost")))).containsExactly("start", "message-metadata", "error");
    }

    @Test
    void reasoningTextAndCallsArePartsThatBeginAndEnd() {
        List<JsonNode> parts = parts(Chunks.started(1), new Reasoning(1, 0, AWKWARD), new Reasoning(1, 1, "", "sig"),
                new Delta(1, 2, "I look"), new ToolCall(1, 3, 0, "c0", "f", "", null),
                new ToolCall(1, 4, 1, "c1", "g", "[1,", null), new ToolCall(1, 5, 0, "c0", null, "{\"a\": 1.0}", null),
                new ToolCall(1, 6, 1, "c1", null, "2]", null), new ToolCall(1, 7, 0, "c0", null, "", true),
                new ToolCall(1, 8, 1, "c1", null, "", true), Chunks.done(1, 9, "tool_calls", 6));
        assertThat(types(parts)).containsExactly("start", "start-step", "message-metadata", "reasoning-start",
                "reasoning-delta", "reasoning-end", "text-start", "text-delta", "text-end", "tool-input-start",
                "tool-input-start", "tool-input-delta", "tool-input-delta", "tool-input-delta",
                "tool-input-available", "tool-input-available", "finish-step", "finish");
        assertThat(parts.get(4).path("delta").asText()).isEqualTo(AWKWARD);
        assertThat(parts.get(5).at("/providerMetadata/rivulet/signature").asText()).isEqualTo("sig");
        assertThat(parts.get(9).toString())
                .isEqualTo("{\"type\":\"tool-input-start\",\"toolCallId\":\"c0\",\"toolName\":\"f\"}");
        assertThat(parts.get(14).path("input").toString()).isEqualTo("{\"a\":1.0}");
        assertThat(parts.get(15).path("toolCallId").asText()).isEqualTo("c1");
        assertThat(parts.getLast().path("finishReason").asText()).isEqualTo("tool-calls");
    }

    @Test
    void argumentsThatAreNoJsonAreAnErrorOfTheCallAndNoneAreAnEmptyObject() {
        List<JsonNode> parts = parts(Chunks.started(1), new ToolCall(1, 0, 0, "c0", "f", "{\"a\"", true),
                new ToolCall(1, 1, 1, "c1", "g", "", true), Chunks.done(1, 2, "tool_calls", 0));
        assertThat(types(parts)).containsSubsequence("tool-input-start", "tool-input-delta", "tool-input-error",
                "tool-input-start", "tool-input-available");
        assertThat(parts.get(5).path("input").asText()).isEqualTo("{\"a\"");
        assertThat(parts.get(7).path("input").toString()).isEqualTo("{}");
    }

    @Test
    void aCallThatWasCutOffIsNeverAvailable() {
        assertThat(types(parts(Chunks.started(1), new ToolCall(1, 0, 0, "c0", "f", "{}", null),
                Chunks.failed(1, 1, "upstream_truncated")))).doesNotContain("tool-input-available",
                        "tool-input-error");
    }

    @Test
    void aNewAttemptRevokesReasoningAndCalls() {
        List<JsonNode> parts = parts(Chunks.started(1), new Reasoning(1, 0, "hm"),
                new ToolCall(1, 1, 0, "c0", "f", "{", null), Chunks.started(2),
                new ToolCall(2, 0, 0, "c9", "g", "{}", true), Chunks.done(2, 1, "tool_calls", 0));
        assertThat(types(parts)).containsSubsequence("reasoning-end", "tool-input-delta", "reset-step",
                "tool-input-start", "tool-input-available", "finish");
    }

    private UiFraming first() {
        return new UiFraming(SESSION, turn, 0);
    }

    private List<JsonNode> parts(ChunkEvent... events) {
        return parts(first(), NOTHING, events);
    }

    /** Returns all parts of a stream without the final {@code [DONE]}. Asserts that each is an event of one line. */
    private List<JsonNode> parts(UiFraming framing, BiConsumer<UiFraming, Buffer> end, ChunkEvent... events) {
        Buffer out = Buffer.buffer();
        framing.appendPreamble(out);
        List.of(events).forEach(event -> framing.append(out, Chunks.turnRecord(0, event)));
        end.accept(framing, out);
        List<JsonNode> parts = new ArrayList<>();
        List<String> frames = List.of(out.toString().split("\n\n"));
        frames.forEach(frame -> assertThat(frame).startsWith("data: ").doesNotContain("\n"));
        boolean ended = frames.getLast().equals("data: [DONE]");
        frames.subList(0, frames.size() - (ended ? 1 : 0)).forEach(frame -> parts.add(tree(frame.substring(6))));
        List<String> last = List.of("finish", "abort", "error");
        assertThat(last.contains(types(parts).getLast())).isEqualTo(ended);
        return parts;
    }

    private static List<String> types(List<JsonNode> parts) {
        return parts.stream().map(part -> part.path("type").asText()).toList();
    }

    private static JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
