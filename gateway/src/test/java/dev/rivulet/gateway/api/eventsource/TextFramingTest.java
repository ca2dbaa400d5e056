package dev.rivulet.gateway.api.eventsource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Started;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class TextFramingTest {

    private final TurnId turn = new TurnIds().next();
    private final TextFraming framing = new TextFraming(new CursorEncoder(turn, 0));

    @Test
    void theStreamBeginsWithAnIdAndNoEvent() {
        Buffer out = Buffer.buffer();
        framing.appendPreamble(out);
        assertThat(out.toString()).isEqualTo("id: " + Cursor.beforeFirstEvent(turn, 0) + "\n\n");
    }

    @Test
    void aTokenKeepsItsLeadingSpace() {
        assertThat(delta(1, " token")).isEqualTo("id: " + new Cursor(turn, 0, 1, 1, 0) + "\ndata:  token\n\n");
    }

    @Test
    void eachLineOfTextIsALineOfData() {
        assertThat(data(1, "one\ntwo\n\nfour\n")).isEqualTo("data: one\ndata: two\ndata: \ndata: four\ndata: \n\n");
        assertThat(data(2, "\n")).isEqualTo("data: \ndata: \n\n");
    }

    @Test
    void otherLineSeparatorsAndEmojiAreUnchanged() {
        assertThat(data(1, "\"q\" \u2028 \uD83C\uDF0A data: [DONE]"))
                .isEqualTo("data: \"q\" \u2028 \uD83C\uDF0A data: [DONE]\n\n");
    }

    @Test
    void carriageReturnsArriveAsLineFeeds() {
        assertThat(data(1, "a\r\nb\rc")).isEqualTo("data: a\ndata: b\ndata: c\n\n");
    }

    @Test
    void aLineBreakSplitBetweenDeltasIsStillOne() {
        assertThat(data(1, "a\r")).isEqualTo("data: a\n\n");
        assertThat(data(2, "\nb")).isEqualTo("data: \ndata: b\n\n");
        assertThat(delta(3, "\r")).isEmpty();
        assertThat(data(4, "\n")).isEqualTo("data: \ndata: \n\n");
        assertThat(data(5, "\nc")).isEqualTo("data: \ndata: c\n\n");
    }

    /** Whoever resumes there is sent the line break that the carriage return is, or begins, once. */
    @Test
    void theCursorOfTextThatEndsWithACarriageReturnLiesBeforeIt() {
        assertThat(delta(3, "a")).startsWith("id: " + new Cursor(turn, 0, 1, 3, 0) + "\n");
        assertThat(delta(4, "bc\r")).startsWith("id: " + new Cursor(turn, 0, 1, 3, 2) + "\n");
        assertThat(delta(5, "\r")).startsWith("id: " + new Cursor(turn, 0, 1, 4, 0) + "\n");
        assertThat(delta(6, "d")).startsWith("id: " + new Cursor(turn, 0, 1, 6, 0) + "\n");
    }

    @Test
    void anAttemptThatContinuesGoesOnWithTheText() {
        assertThat(data(1, "a\r")).isEqualTo("data: a\n\n");
        assertThat(append(2, Chunks.started(2).continuing(new Started.Continues(1, 2)), true)).isEmpty();
        assertThat(append(3, new Delta(2, 1, "\nb"), true))
                .isEqualTo("id: " + new Cursor(turn, 0, 2, 3, 0) + "\ndata: \ndata: b\n\n");
    }

    @Test
    void aCarriageReturnAtTheEndOfTheTextIsSentBeforeTheEnd() {
        assertThat(delta(1, "\r")).isEmpty();
        assertThat(append(2, Chunks.done(1, 1, "stop", 1), false))
                .isEqualTo("id: " + new Cursor(turn, 0, 1, 1, 0) + "\ndata: \ndata: \n\n" + "id: "
                        + new Cursor(turn, 0, 1, 2, 0) + "\ndata: [DONE]\n\n");
    }

    @Test
    void theEndIsDone() {
        Buffer out = Buffer.buffer();
        assertThat(framing.append(out, Chunks.turnRecord(9, Chunks.done(1, 1, "stop", 1)))).isFalse();
        assertThat(out.toString()).isEqualTo("id: " + new Cursor(turn, 0, 1, 9, 0) + "\ndata: [DONE]\n\n");
    }

    @Test
    void anErrorIsNamedAndCarriesItsCode() {
        String frame = append(9, Chunks.failed(1, 1, "idle_timeout"), false);
        assertThat(frame).contains("\nevent: error\ndata: {").contains("\"code\":\"idle_timeout\"");
    }

    @Test
    void aNewAttemptBeforeAnyTextIsNotShown() {
        assertThat(append(1, Chunks.started(1), true)).isEmpty();
        assertThat(append(2, Chunks.started(2), true)).isEmpty();
    }

    @Test
    void aNewAttemptAfterTextEndsTheStreamWithAnError() {
        append(1, Chunks.started(1), true);
        delta(2, "old");
        String frame = append(3, Chunks.started(2), false);
        assertThat(frame).contains("event: error").contains("\"code\":\"restarted\"").contains("\"retryable\":true");
    }

    @Test
    void aProblemHasTheShapeOfAnError() {
        Buffer out = Buffer.buffer();
        framing.appendProblem(out, ProblemException.kafkaUnavailable());
        assertThat(out.toString()).startsWith("event: error\ndata: {\"code\":\"kafka_unavailable\",\"message\":")
                .endsWith("\"retryable\":true}\n\n");
    }

    private String data(long offset, String text) {
        return delta(offset, text).replaceFirst("id: \\S+\n", "");
    }

    private String delta(long offset, String text) {
        Buffer out = Buffer.buffer();
        assertThat(framing.append(out, Chunks.delta(offset, text))).isTrue();
        return out.toString();
    }

    private String append(long offset, ChunkEvent event, boolean goesOn) {
        Buffer out = Buffer.buffer();
        assertThat(framing.append(out, Chunks.turnRecord(offset, event))).isEqualTo(goesOn);
        return out.toString();
    }
}
