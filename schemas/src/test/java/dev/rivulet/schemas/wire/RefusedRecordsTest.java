package dev.rivulet.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.ReadersChanged;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One member of a schema's first example is replaced by something that it must not be. */
class RefusedRecordsTest {

    private static final Map<String, WireSchema> SCHEMAS = WireSchema.all()
            .collect(Collectors.toMap(WireSchema::toString, schema -> schema));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            PromptRequested | sessionId | ""
            PromptRequested | sessionId | "a b"
            PromptRequested | sessionId | "newline\\n"
            PromptRequested | turnId    | "919108f7-52d1-4320-9bac-f847db4148a8"
            PromptRequested | turnId    | "017f22e2-79b0-7cc3-c8c4-dc0c0c07398f"
            PromptRequested | turnId    | "017f22e2-79b0-7cc3-98c4-dc0c0c07398f\\n"
            PromptRequested | prompt    | ""
            PromptRequested | messages  | [{"role":"user","content":"both"}]
            PromptRequested | options   | {"whenBusy":"dance"}
            PromptRequested | options   | {"onInterruption":"RESTART"}
            PromptRequested | options   | {"maxTokens":2147483648}
            PromptRequested | options   | {"maxAttempts":0}
            PromptRequested | options   | {"timeouts":{"idleMs":0}}
            PromptRequested | options   | {"timeouts":{"totalMs":"1s"}}
            PromptRequested | options   | {"modelOptions":[]}
            CancelRequested | sessionId | "a/b"
            CancelRequested | turnId    | "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
            AttemptClaimed  | attempt   | 0
            ReadersChanged  | gateway   | ""
            ReadersChanged  | gateway   | "a gateway"
            ReadersChanged  | gateway   | "ggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg"
            ReadersChanged  | readers   | -1
            ReadersChanged  | readers   | 2147483648
            ReadersChanged  | readers   | 1.5
            ReadersChanged  | validMs   | 0
            Watching        | readers   | 0
            Started         | attempt   | 2147483648
            Started         | provider  | null
            Delta           | content   | ""
            Delta           | seq       | "0"
            Reasoning       | content   | ""
            Reasoning       | signature | 1
            ToolCall        | index     | 2147483648
            ToolCall        | callId    | null
            ToolCall        | arguments | {"city":"Oslo"}
            ToolCall        | complete  | "true"
            Done            | parts     | [1]
            TurnFinished    | parts     | [{"type":"reasoning","at":0}]
            TurnFinished    | parts     | [{"at":0,"content":"x"}]
            TurnFinished    | parts     | [{"type":"tool-call","at":0,"index":0,"callId":"c","name":"n"}]
            Done            | usage     | {"promptTokens":1,"completionTokens":1}
            Done            | timings   | {"queuedMs":1.5,"totalMs":2}
            TurnError          | retryable | "true"
            TurnError          | code      | 500
            TurnFinished    | outcome   | {"finishReason":"stop"}
            TurnFinished    | text      | null
            TurnFinished    | attempt   | -1
            TurnFinished    | seq       | -1
            """)
    void schemaAndReaderRefuse(String wireRecord, String member, String replacement) throws IOException {
        WireSchema schema = SCHEMAS.get(wireRecord);
        JsonNode refused = replaced(schema, member, replacement);
        assertThat(schema.accepts(refused)).isFalse();
        assertThat(schema.reads(refused)).isFalse();
    }

    @Test
    void aClaimWithANumberOrANameBeyondItsBoundIsRefused() {
        TurnId turn = TurnId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
        SessionId session = new SessionId("s-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttemptClaimed(session, turn, Integer.MAX_VALUE, "w", "t", null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttemptClaimed(session, turn, 1, "w".repeat(256), "t", null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttemptClaimed(session, turn, 1, "w", "t".repeat(256), null));
    }

    @Test
    void aCountOfReadersBeyondItsBoundsIsRefused() {
        SessionId session = new SessionId("s-1");
        assertThatIllegalArgumentException().isThrownBy(() -> new ReadersChanged(session, "g", 1_000_001, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReadersChanged(session, "g", 1, ReadersChanged.MAX_VALID_MS + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReadersChanged(session, "g\n", 1, 1))
                .withMessageNotContaining("g\n");
    }

    /** Bounds that hold for what Rivulet writes and that readers need not insist on, and types of a later version. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            PromptRequested | type     | "PauseRequested"
            PromptRequested | options  | {"temperature":2.1}
            PromptRequested | options  | {"maxTokens":0}
            PromptRequested | options  | {"modelOptions":{"seed":"x"}}
            PromptRequested | options  | {"modelOptions":{"response_format":{"type":"yaml"}}}
            Started         | attempt  | 0
            Delta           | seq      | -1
            Reasoning       | seq      | -1
            TurnFinished    | parts    | [{"type":"tool-result","at":0}]
            Done            | length   | -1
            Done            | timings  | {"queuedMs":-1,"totalMs":2}
            TurnError          | code     | "Not A Code"
            TurnFinished    | outcome  | {"type":"lost"}
            """)
    void schemaRefuses(String wireRecord, String member, String replacement) throws IOException {
        WireSchema schema = SCHEMAS.get(wireRecord);
        JsonNode refused = replaced(schema, member, replacement);
        assertThat(schema.accepts(refused)).isFalse();
        assertThat(schema.reads(refused)).isTrue();
    }

    @Test
    void whatIsNoObjectIsRefused() throws IOException {
        for (WireSchema schema : SCHEMAS.values()) {
            for (String json : new String[]{"[]", "\"x\"", "1", "true", "null", "{}"}) {
                assertThat(schema.accepts(Json.MAPPER.readTree(json))).as("%s %s", schema, json).isFalse();
                assertThat(schema.reads(Json.MAPPER.readTree(json))).as("%s %s", schema, json).isFalse();
            }
        }
    }

    private static JsonNode replaced(WireSchema schema, String member, String replacement) throws IOException {
        ObjectNode copy = schema.examples().getFirst().deepCopy();
        return copy.set(member, Json.MAPPER.readTree(replacement));
    }
}
