package dev.rivulet.gateway.api.eventsource;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.sse.Framing;
import dev.rivulet.gateway.stream.sse.SseFrame;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Text for {@code EventSource.onmessage}: each delta an unnamed event with one {@code data} line for each line of text,
 * then {@code data: [DONE]}; or {@code event: error} with {@code code}, {@code message} and {@code retryable}.
 *
 * <p>The stream begins with the id of the turn's beginning, so that a browser which loses it before the first token comes
 * back to the same turn and does not ask again. A text of just {@code [DONE]} cannot be told from the end; clients that
 * must tell them apart use the native stream.
 */
final class TextFraming implements Framing<TurnEvent> {

    private static final String ERROR = "error";
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    /** The turn began anew: the text shown so far is void. A client that connects again gets the new attempt. */
    private static final ErrorData RESTARTED = new ErrorData("restarted",
            "The answer began anew; drop the text so far and connect again.", true);

    private final CursorEncoder cursors;
    private boolean textShown;
    private boolean afterCarriageReturn;

    /** @param resumed whether the client has text of the turn already */
    TextFraming(CursorEncoder cursors, boolean resumed) {
        this.cursors = cursors;
        this.textShown = resumed;
    }

    @Override
    public void appendGreeting(Buffer out) {
        if (!textShown) {
            SseFrame.id(out, cursors.encode(0, Cursor.BEFORE_FIRST_EVENT, 0));
            SseFrame.end(out);
        }
    }

    @Override
    public boolean append(Buffer out, TurnEvent event) {
        byte[] cursor = cursors.encode(event);
        return switch (event) {
            case TurnRecord.Started started -> started(out, cursor);
            case TurnEvent.Text text -> {
                text(out, cursor, withLineFeeds(text.content()));
                yield true;
            }
            case TurnRecord.Done done -> {
                SseFrame.id(out, cursor);
                SseFrame.data(out, DONE);
                SseFrame.end(out);
                yield false;
            }
            case TurnRecord.Failed failed -> {
                error(out, cursor, failed.value());
                yield false;
            }
        };
    }

    @Override
    public void appendProblem(Buffer out, ProblemException problem) {
        SseFrame.name(out, ERROR);
        SseFrame.data(out, Json.write(new ErrorData(problem.code().code(), problem.getMessage(),
                problem.code().retryable())));
        SseFrame.end(out);
    }

    /** Text that was shown cannot be taken back: the client has to, and the stream ends so that it notices. */
    private boolean started(Buffer out, byte[] cursor) {
        if (textShown) {
            error(out, cursor, Json.write(RESTARTED));
        }
        return !textShown;
    }

    private void text(Buffer out, byte[] cursor, String text) {
        if (text.isEmpty()) {
            return;
        }
        textShown = true;
        SseFrame.id(out, cursor);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int line = 0;
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] == '\n') {
                SseFrame.data(out, utf8, line, i - line);
                line = i + 1;
            }
        }
        SseFrame.data(out, utf8, line, utf8.length - line);
        SseFrame.end(out);
    }

    /**
     * Makes every line break a line feed. A server-sent event cannot carry a carriage return: CR, LF and CRLF all end a
     * line of it, and a client gets the lines joined by line feeds. So CRLF and CR arrive as one LF each, also if a CRLF is
     * split between two deltas.
     */
    private String withLineFeeds(String text) {
        String rest = afterCarriageReturn && text.startsWith("\n") ? text.substring(1) : text;
        afterCarriageReturn = text.endsWith("\r");
        return rest.indexOf('\r') < 0 ? rest : rest.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static void error(Buffer out, byte[] cursor, byte[] data) {
        SseFrame.id(out, cursor);
        SseFrame.name(out, ERROR);
        SseFrame.data(out, data);
        SseFrame.end(out);
    }

    /** The data of an {@code error} event that is not the turn's own: with the members that matter to a client. */
    private record ErrorData(String code, String message, boolean retryable) {}
}
