package dev.rivulet.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.UnknownCommand;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableRecordTest {

    private static final String SESSION = "\"sessionId\":\"s\"";
    private static final String TURN = "\"turnId\":\"017f22e2-79b0-7cc3-98c4-dc0c0c07398f\"";
    private static final String PROMPT = "{\"type\":\"PromptRequested\"," + SESSION + "," + TURN + ",";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "prompt":["hush-hush"]} | is not a Command (field prompt)
            "prompt":{"hush-hush":1}} | is not a Command (field prompt)
            "prompt":hush-hush} | is not JSON (line 1, column 100)
            "prompt":"hush-hush | is not a Command (field prompt)
            "prompt":"hush-hush","options":{"maxTokens":"hush-hush"}} | is not a Command (field options.maxTokens)
            "prompt":"hush-hush","options":{"whenBusy":"hush-hush"}} | is not a Command (field options.whenBusy)
            "prompt":"hush-hush","options":"hush-hush"} | is not a Command (field options)
            "messages":[{"role":"user","content":"a"},{"role":"hush-hush","content":"hush-hush"}]} \
            | is not a Command (field messages.[1].role: a role is 1 to 32 characters out of a-z 0-9 _)
            "messages":[{"role":"user"}]} | is not a Command (field messages.[0]: without content)
            "messages":"hush-hush"} | is not a Command (field messages)
            "messages":[{"role":"user","content":"hush-hush"}],"prompt":"hush-hush"} \
            | is not a Command (a turn has either a prompt or messages)
            "later":"hush-hush"} | is not a Command (a turn has either a prompt or messages)
            "messages":[]} | is not a Command (a turn's prompt or messages must not be empty)
            "messages":[null]} | is not a Command
            "prompt":"hush-hush","hush-hush":hush-hush} | is not JSON
            "prompt":"hush-hush"} "hush-hush" | is not a Command
            """)
    void messageNamesTheFieldAndNothingOfWhatWasWrittenThere(String rest, String message) {
        assertThat(refusal(PROMPT + rest, Command.class)).hasMessageStartingWith(message);
    }

    @Test
    void idsAreNamedWithWhatIsWrongWithThem() {
        assertThat(refusal("{\"type\":\"CancelRequested\",\"sessionId\":\"hush-hush!\"," + TURN + "}", Command.class))
                .hasMessage("is not a Command (field sessionId: a session id is 1 to 128 characters out of"
                        + " A-Z a-z 0-9 . _ ~ -)");
        assertThat(refusal("{\"type\":\"CancelRequested\"," + SESSION
                + ",\"turnId\":\"hush-hush-hush-hush-hush-hush-hush-h\"}", Command.class))
                .hasMessage("is not a Command (field turnId: a turn id is a UUID of version 7)");
        assertThat(refusal("{\"type\":\"CancelRequested\"," + SESSION + "}", Command.class))
                .hasMessage("is not a Command (without turnId)");
        assertThat(refusal("{\"type\":\"CancelRequested\"," + TURN + ",\"sessionId\":null}", Command.class))
                .hasMessageContaining("sessionId");
    }

    @Test
    void nestedRecordsAreNamedByTheirPath() {
        assertThat(refusal("{" + SESSION + "," + TURN + ",\"outcome\":{\"type\":\"error\",\"code\":\"hush-hush\","
                + "\"retryable\":true}}", TurnFinished.class))
                .hasMessage("is not a TurnFinished (field outcome: without message)");
        assertThat(refusal("{\"attempt\":1,\"seq\":0,\"length\":0,\"finishReason\":\"hush-hush\","
                + "\"timings\":{\"queuedMs\":\"hush-hush\"}}", Done.class))
                .hasMessage("is not a Done (field timings.queuedMs)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hush-hush", "\"hush-hush\"", "[\"hush-hush\"]", "\u0000hush-hush", "{\"hush-hush\"",
            "{\"hush-hush\":}", "{\"attempt\":hush-hush}", "{\"content\":\"\\hush-hush\"}",
            "{\"content\":\"hush-hush\n\"}",
            "{\"attempt\":1,\"seq\":0,\"content\":\"\"}"})
    void garbageIsNotRepeated(String garbage) {
        assertThat(refusal(garbage, Delta.class)).isNotNull();
        assertThat(refusal(garbage, Command.class)).isNotNull();
        assertThat(refusal(garbage, TurnFinished.class)).isNotNull();
    }

    @Test
    void textThatIsNotUtf8IsUnreadable() {
        byte[] latin1 = (PROMPT + "\"prompt\":\"hush-hush \u00e9\u00e9\"}").getBytes(StandardCharsets.ISO_8859_1);
        assertContentFree(
                catchThrowableOfType(UnreadableRecordException.class, () -> Json.read(latin1, Command.class)));
    }

    @Test
    void aCommandOfALaterVersionIsToldFromGarbage() {
        byte[] later = ("{\"type\":\"HushHush\"," + SESSION + ",\"hush\":[1]}").getBytes(StandardCharsets.UTF_8);
        assertThat(Json.read(later, Command.class))
                .isEqualTo(new UnknownCommand("HushHush", new SessionId("s"), null));
    }

    @Test
    void anOutcomeOfALaterVersionIsToldFromGarbage() {
        byte[] later = "{\"type\":\"HushHush\",\"finishReason\":5}".getBytes(StandardCharsets.UTF_8);
        assertThat(Json.read(later, Outcome.class)).isEqualTo(new Outcome.Unknown("HushHush"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"type\":null}", "{\"type\":{\"hush-hush\":1}}", "{\"type\":[\"hush-hush\"]}",
            "{\"type\":5}", "{\"type\":\"hush hush\"}", "{\"type\":\"\"}", "{\"sessionId\":\"hush-hush\"}"})
    void aCommandWithoutATypeNameIsGarbage(String json) {
        assertThat(refusal(json, Command.class)).isNotNull();
    }

    /** Reads what cannot be read, and sees that not even the stack trace repeats it. */
    private static UnreadableRecordException refusal(String json, Class<?> type) {
        UnreadableRecordException refusal = catchThrowableOfType(UnreadableRecordException.class,
                () -> Json.read(json.getBytes(StandardCharsets.UTF_8), type));
        assertContentFree(refusal);
        return refusal;
    }

    private static void assertContentFree(UnreadableRecordException refusal) {
        StringWriter trace = new StringWriter();
        refusal.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).contains("UnreadableRecordException").doesNotContainIgnoringCase("hush");
    }
}
