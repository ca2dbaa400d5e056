package dev.rivulet.worker.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderConfig;
import dev.rivulet.worker.provider.ProviderException;
import dev.rivulet.worker.provider.ProviderLoops;
import dev.rivulet.worker.provider.Shown;
import dev.rivulet.worker.provider.ToolCallPiece;
import dev.rivulet.worker.provider.WireServer;
import dev.rivulet.worker.provider.WireServer.Then;
import dev.rivulet.worker.provider.WireServer.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How servers put tool calls and reasoning on the wire, and what is made of it. */
class ToolCallWireTest {

    private static final LlmRequest REQUEST = new LlmRequest("m", List.of(Message.user("hi")), null, null, null);

    private final ProviderLoops loops = ProviderLoops.start(1);
    private final Shown shown = new Shown();

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void argumentsInPiecesAreOneCallThatIsCompleteAtTheEnd() throws Exception {
        assertThat(finished("tool_calls", call(0, "c1", "f", ""), more(0, "{\\\"a\\\""), more(0, ":1}")))
                .isEqualTo("tool_calls");
        assertThat(shown.calls()).containsExactly("c1 f({\"a\":1})");
        assertThat(shown.calls.getLast()).isEqualTo(new ToolCallPiece(0, "c1", null, "", true));
    }

    @Test
    void twoInterleavedCallsAreKeptApart() throws Exception {
        finished("tool_calls", call(0, "c1", "f", "{"), call(1, "c2", "g", "["), more(0, "}"), more(1, "]"));
        assertThat(shown.calls()).containsExactly("c1 f({})", "c2 g([])");
    }

    @Test
    void aNameAndAnIdThatEachPieceRepeatsAreOneCall() throws Exception {
        finished("tool_calls", call(0, "c1", "f", "{"), call(0, "c1", "f", "}"), call(0, "", "f", ""));
        assertThat(shown.calls()).containsExactly("c1 f({})");
    }

    @Test
    void anIdThatChangesWithoutANameIsTheSameCall() throws Exception {
        finished("tool_calls", call(0, "c1", "f", "{"), piece(0, "c9", null, "}"));
        assertThat(shown.calls()).containsExactly("c1 f({})");
    }

    @Test
    void anIndexThatJumpsIsTheNextCall() throws Exception {
        finished("tool_calls", call(3, "c1", "f", "{}"), call(-7, "c2", "g", "["), more(-7, "]"));
        assertThat(shown.calls()).containsExactly("c1 f({})", "c2 g([])");
        assertThat(shown.calls.stream().mapToInt(ToolCallPiece::index)).contains(0, 1).hasSize(5);
    }

    @Test
    void callsThatAllHaveTheSameIndexAreToldApartByTheirIds() throws Exception {
        finished("stop", call(0, "c1", "f", "{}"), call(0, "c2", "f", "[]"));
        assertThat(shown.calls()).containsExactly("c1 f({})", "c2 f([])");
    }

    @Test
    void callsWithoutAnIndexGoOnWithTheNewestOrTheirId() throws Exception {
        finished("tool_calls", piece(null, "c1", "f", "{"), piece(null, null, null, "}"), piece(null, "c2", "g", "["),
                piece(null, "c1", "f", " "), piece(null, null, null, "]"));
        assertThat(shown.calls()).containsExactly("c1 f({} )", "c2 g([])");
    }

    @Test
    void aCallWithoutAnIdOrWithOneThatIsTakenGetsItsOwn() throws Exception {
        finished("tool_calls", call(0, null, "f", "{}"), call(1, "c1", "g", "{}"), call(2, "c1", "h", "{}"));
        assertThat(shown.calls.stream().map(ToolCallPiece::callId).distinct()).hasSize(3).contains("c1");
    }

    @Test
    void anEndInTheMiddleOfArgumentsIsTruncatedAndTheCallIsNotComplete() throws Exception {
        assertThat(failed(Wire.parts(call(0, "c1", "f", "{\\\"a")))).isEqualTo(ErrorCode.UPSTREAM_TRUNCATED);
        assertThat(shown.calls()).containsExactly("c1 f({\"a...");
    }

    @Test
    void aCallThatTheTokenLimitCutsOffIsNotComplete() throws Exception {
        assertThat(finished("length", call(0, "c1", "f", "{\\\"a"))).isEqualTo("length");
        assertThat(shown.calls()).containsExactly("c1 f({\"a...");
    }

    @Test
    void argumentsBehindTheFinishReasonAreIgnored() throws Exception {
        finished(List.of(call(0, "c1", "f", "{}"), WireBody.finish("tool_calls"), more(0, "late")));
        assertThat(shown.calls()).containsExactly("c1 f({})");
    }

    @Test
    void aCallWithoutANameOrWithTwoOrWithArgumentsThatAreNoTextIsInvalid() throws Exception {
        assertThat(failed(Wire.parts(more(0, "{}"), WireBody.finish("tool_calls"))))
                .isEqualTo(ErrorCode.UPSTREAM_INVALID);
        assertThat(failed(Wire.parts(call(0, "c1", "f", "{}"), call(0, "c1", "g", "{}"))))
                .isEqualTo(ErrorCode.UPSTREAM_INVALID);
        assertThat(failed(Wire.parts(WireBody.choice(0,
                "\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1}}}]"))))
                .isEqualTo(ErrorCode.UPSTREAM_INVALID);
    }

    @Test
    void aToolOfAnotherKindIsNotCarried() throws Exception {
        assertThat(failed(Wire.parts(WireBody.choice(0, "\"tool_calls\":[null,{\"index\":0,\"id\":\"c1\","
                + "\"type\":\"custom\",\"custom\":{\"name\":\"f\",\"input\":\"x\"}}]"),
                WireBody.finish("tool_calls")))).isEqualTo(ErrorCode.UNSUPPORTED_ANSWER);
        assertThat(shown.calls()).isEmpty();
    }

    @Test
    void reasoningIsShownByEitherName() throws Exception {
        finished("stop", WireBody.choice(0, "\"reasoning_content\":\"a\""),
                WireBody.choice(0, "\"reasoning\":\"b\",\"reasoning_content\":\"b\""), WireBody.token("x"));
        assertThat(shown.reasoning).containsExactly("a", "b");
        assertThat(shown.text()).isEqualTo("x");
    }

    private static String call(int index, String id, String name, String arguments) {
        return piece(index, id, name, arguments);
    }

    private static String more(int index, String arguments) {
        return piece(index, null, null, arguments);
    }

    private static String piece(Integer index, String id, String name, String arguments) {
        return WireBody.choice(0, "\"tool_calls\":[{" + (index == null ? "" : "\"index\":" + index + ",")
                + (id == null ? "" : "\"id\":\"" + id + "\",\"type\":\"function\",") + "\"function\":{"
                + (name == null ? "" : "\"name\":\"" + name + "\",") + "\"arguments\":\"" + arguments + "\"}}]");
    }

    /** Returns the finish reason of an answer that consists of these chunks and ends with one. */
    private String finished(String reason, String... chunks) throws Exception {
        List<String> all = new ArrayList<>(List.of(chunks));
        all.add(WireBody.finish(reason));
        return finished(all);
    }

    private String finished(List<String> chunks) throws Exception {
        return stream(Wire.parts(chunks.toArray(String[]::new)));
    }

    private ErrorCode failed(List<byte[]> parts) throws Exception {
        try {
            throw new AssertionError("finished: " + stream(parts));
        } catch (ProviderException failure) {
            return failure.code();
        }
    }

    private String stream(List<byte[]> parts) throws Exception {
        Wire wire = new Wire(Wire.head(200, "text/event-stream"), parts, Then.END_BODY);
        try (WireServer server = new WireServer(wire);
                OpenAiProvider provider = new OpenAiProvider(
                        Config.of(Map.of(), Map.of("rivulet.provider.base-url", server.address()))
                                .section(ProviderConfig.class, ProviderConfig.PREFIX),
                        loops)) {
            return provider.prepare(REQUEST).stream(shown).finishReason();
        }
    }
}
