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
 */
final class TextFraming implements Framing<TurnEvent> {

    private static final String ERROR = "error";
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    /** Sent when the turn was restarted: the text so far is void. A client that reconnects gets the new attempt. */
    private static final ErrorData RESTARTED = new ErrorData("restarted",
            "The answer began anew; drop the text so far and connect again.", true);

    private final CursorEncoder cursors;
    private boolean textShown; // by this stream or an earlier one
    private boolean afterCarriageReturn; // the last text ended with one

    /** @param resumed whether the client may have text of the turn already */
    TextFraming(CursorEncoder cursors, boolean resumed) {
        this.cursors = cursors;
        this.textShown = resumed;
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
        byte[] cursor = cursors.encode(event);
        return switch (event) {
            case TurnRecord.Started started -> appendStarted(out, cursor);
            case TurnEvent.Text text -> {
                appendText(out, cursor, withLineFeeds(text.content()));
                yield true;
            }
            case TurnRecord.Done done -> {
                SseFrame.appendId(out, cursor);
                SseFrame.appendData(out, DONE);
                SseFrame.appendEnd(out);
                yield false;
            }
            case TurnRecord.Failed failed -> {
                appendError(out, cursor, failed.value());
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

    /** If text was shown, the stream ends with an error: only the client can discard that text. */
    private boolean appendStarted(Buffer out, byte[] cursor) {
        if (textShown) {
            appendError(out, cursor, Json.write(RESTARTED));
        }
        return !textShown;
    }

    private void appendText(Buffer out, byte[] cursor, String text) {
        if (text.isEmpty()) {
            return;
        }
        textShown = true;
        SseFrame.appendId(out, cursor);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
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

    /**
     * Makes every line break a line feed. A server-sent event cannot carry a carriage return: CR, LF and CRLF all end a
     * line of it, and a client gets the lines joined by line feeds. So CRLF and CR arrive as one LF each, also if a
     * CRLF is split between two deltas.
     */
    private String withLineFeeds(String text) {
        String rest = afterCarriageReturn && text.startsWith("\n") ? text.substring(1) : text;
        afterCarriageReturn = text.endsWith("\r");
        return rest.indexOf('\r') < 0 ? rest : rest.replace("\r\n", "\n").replace('\r', '\n');
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
