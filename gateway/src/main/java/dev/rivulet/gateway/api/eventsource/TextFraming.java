package dev.rivulet.gateway.api.eventsource;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.ShownEvent;
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
 * <p>The stream begins with the id of the turn's beginning, so that a browser which loses it before the first word comes
 * back to the same turn and does not ask again. Carriage returns arrive as line feeds ({@link LineBreaks}). A text of
 * just {@code [DONE]} cannot be told from the end; whoever must be able to uses the native stream.
 */
final class TextFraming implements Framing {

    private static final String ERROR = "error";
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final CursorEncoder cursors;
    private final LineBreaks lineBreaks = new LineBreaks();
    private boolean textShown;

    /** @param resumed whether the client has text of the turn already */
    TextFraming(CursorEncoder cursors, boolean resumed) {
        this.cursors = cursors;
        this.textShown = resumed;
    }

    @Override
    public void appendGreeting(Buffer out) {
        if (!textShown) {
            SseFrame.id(out, cursors.encode(0, Cursor.BEGINNING, 0));
            SseFrame.end(out);
        }
    }

    @Override
    public boolean append(Buffer out, ShownEvent event) {
        byte[] cursor = cursors.encode(event);
        return switch (event.shownType()) {
            case STARTED -> started(out, cursor);
            case DELTA -> {
                text(out, cursor, lineBreaks.toLineFeeds(event.content()));
                yield true;
            }
            // Not asked for here.
            case SNAPSHOT, ITEM, SESSION, QUEUED, PROMPT, FORGOTTEN ->
                throw new IllegalArgumentException("no plain form of " + event.shownType());
            case DONE -> {
                SseFrame.id(out, cursor);
                SseFrame.data(out, DONE);
                SseFrame.end(out);
                yield false;
            }
            case ERROR -> {
                error(out, cursor, event.value());
                yield false;
            }
        };
    }

    @Override
    public void appendProblem(Buffer out, ProblemException problem) {
        SseFrame.name(out, ERROR);
        SseFrame.data(out, Json.write(PlainError.of(problem)));
        SseFrame.end(out);
    }

    /** What was shown cannot be taken back: the client has to, and the stream ends so that it notices. */
    private boolean started(Buffer out, byte[] cursor) {
        if (textShown) {
            error(out, cursor, Json.write(PlainError.RESTARTED));
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

    private static void error(Buffer out, byte[] cursor, byte[] data) {
        SseFrame.id(out, cursor);
        SseFrame.name(out, ERROR);
        SseFrame.data(out, data);
        SseFrame.end(out);
    }
}
