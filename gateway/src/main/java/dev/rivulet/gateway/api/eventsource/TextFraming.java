package dev.rivulet.gateway.api.eventsource;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.sse.Framing;
import dev.rivulet.gateway.stream.sse.SseFrame;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * The framing of plain text for {@code EventSource.onmessage}: each delta is an unnamed event with one {@code data}
 * line for each line of text; then follows {@code data: [DONE]}, or {@code event: error} with {@code code}, {@code
 * message} and {@code retryable}.
 *
 * <p>The stream begins with the id of the turn's beginning, so that a browser which loses it before the first token
 * reconnects to the same turn instead of submitting another. A delta whose text is {@code [DONE]} looks like the end;
 * clients that must tell them apart use the native stream.
 *
 * <p>An event cannot carry a carriage return: CR, LF and CRLF all end a line of it, and a client gets the lines joined
 * by line feeds (WHATWG HTML, section 9.2.6). So each of them arrives as one LF. A CR at the end of a delta may be half
 * of a CRLF, and whoever resumes after it would not know of it. So it is sent with the text that follows, and the
 * cursor before that text lies before the CR.
 */
final class TextFraming implements Framing<TurnEvent> {

    private static final String ERROR = "error";
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    /** Sent when the turn was restarted: the text so far is void. A client that reconnects gets the new attempt. */
    private static final ErrorData RESTARTED = new ErrorData("restarted",
            "The answer began anew; drop the text so far and connect again.", true);

    private final CursorEncoder cursors;
    private boolean textShown; // by this stream or an earlier one
    // The position after the last event, with a carriage return that is held back.
    private int attempt;
    private long offset;
    private int charsBeyond;
    private boolean holdsCarriageReturn; // the last text ended with one

    /** A stream of a whole turn. */
    TextFraming(CursorEncoder cursors) {
        this.cursors = cursors;
    }

    /** @param cursor the position of a client that comes back */
    TextFraming(CursorEncoder cursors, Cursor cursor) {
        this(cursors);
        if (!cursor.isBeforeFirstEvent()) {
            textShown = true;
            attempt = cursor.attempt();
            offset = cursor.offset();
            charsBeyond = cursor.charsBeyond();
        }
    }

    @Override
    public void appendPreamble(Buffer out) {
        if (!textShown) {
            SseFrame.appendId(out, cursors.encode(0, Cursor.BEFORE_FIRST_EVENT, 0));
            SseFrame.appendEnd(out);
        }
    }

    @Override
    public StreamKind kind() {
        return StreamKind.EVENTSOURCE;
    }

    @Override
    public boolean append(Buffer out, TurnEvent event) {
        return switch (event) {
            case TurnRecord.Started started -> appendStarted(out, started);
            case TurnEvent.Text text -> {
                appendText(out, text);
                yield true;
            }
            // Plain text has no form for it. The position stays: who comes back is not sent it either.
            case TurnEvent.Other other -> true;
            case TurnRecord.Done done -> {
                appendHeldBack(out);
                SseFrame.appendId(out, cursors.encode(done));
                SseFrame.appendData(out, DONE);
                SseFrame.appendEnd(out);
                yield false;
            }
            case TurnRecord.Failed failed -> {
                appendHeldBack(out);
                appendError(out, cursors.encode(failed), failed.value());
                yield false;
            }
        };
    }

    @Override
    public void appendProblem(Buffer out, ProblemException problem) {
        SseFrame.appendName(out, ERROR);
        SseFrame.appendData(out, Json.write(new ErrorData(problem.code().code(), problem.getMessage(),
                problem.code().retryable())));
        SseFrame.appendEnd(out);
    }

    /**
     * If text was shown that the attempt does not continue, the stream ends with an error: only the client can discard
     * that text.
     */
    private boolean appendStarted(Buffer out, TurnRecord.Started started) {
        if ((textShown || holdsCarriageReturn) && started.continued().isPresent()) {
            // The position stays before a carriage return that is held back.
            return true;
        }
        holdsCarriageReturn = false;
        moveTo(started);
        if (textShown) {
            appendError(out, cursors.encode(started), Json.write(RESTARTED));
        }
        return !textShown;
    }

    private void appendText(Buffer out, TurnEvent.Text text) {
        String content = text.content();
        if (content.isEmpty()) {
            return;
        }
        String heldBack = holdsCarriageReturn ? "\r" : "";
        holdsCarriageReturn = content.endsWith("\r");
        int length = content.length() - (holdsCarriageReturn ? 1 : 0);
        byte[] cursor = holdsCarriageReturn
                ? cursors.encode(text.attempt(), offset, charsBeyond + length)
                : cursors.encode(text);
        appendLines(out, cursor, heldBack + content.substring(0, length));
        moveTo(text);
    }

    /** Sends a carriage return after which no text follows. */
    private void appendHeldBack(Buffer out) {
        if (holdsCarriageReturn) {
            holdsCarriageReturn = false;
            appendLines(out, cursors.encode(attempt, offset, charsBeyond), "\r");
        }
    }

    private void moveTo(TurnEvent event) {
        attempt = event.attempt();
        offset = event.offset();
        charsBeyond = event.charsBeyond();
    }

    private void appendLines(Buffer out, byte[] cursor, String text) {
        if (text.isEmpty()) {
            return;
        }
        textShown = true;
        SseFrame.appendId(out, cursor);
        byte[] utf8 = text.replace("\r\n", "\n").replace('\r', '\n').getBytes(StandardCharsets.UTF_8);
        int line = 0;
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] == '\n') {
                SseFrame.appendData(out, utf8, line, i - line);
                line = i + 1;
            }
        }
        SseFrame.appendData(out, utf8, line, utf8.length - line);
        SseFrame.appendEnd(out);
    }

    private static void appendError(Buffer out, byte[] cursor, byte[] data) {
        SseFrame.appendId(out, cursor);
        SseFrame.appendName(out, ERROR);
        SseFrame.appendData(out, data);
        SseFrame.appendEnd(out);
    }

    /** The data of an {@code error} event that is not the turn's own. */
    private record ErrorData(String code, String message, boolean retryable) {}
}
