package dev.rivulet.gateway.follow;

import dev.rivulet.gateway.cursor.CursorEncoder;
import dev.rivulet.gateway.event.ShownEvent;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.sse.Framing;
import dev.rivulet.gateway.sse.NativeFraming;
import dev.rivulet.gateway.sse.SseFrame;
import dev.rivulet.schemas.TurnId;
import io.vertx.core.buffer.Buffer;

/** Writes a session's events as server-sent events. Has the state of one stream and belongs to its loop. */
public final class SessionFraming implements Framing {

    private final int partition;
    private TurnId encoded; // whose cursors the encoder writes; null before the first
    private CursorEncoder cursors;

    /** @param partition where the session is */
    public SessionFraming(int partition) {
        this.partition = partition;
    }

    @Override
    public boolean append(Buffer out, ShownEvent event) {
        append(out, (SessionEvent) event);
        return true;
    }

    @Override
    public void appendProblem(Buffer out, ProblemException problem) {
        SseFrame.problem(out, problem.problem());
    }

    @Override
    public void appendFarewell(Buffer out) {
        SseFrame.retry(out, NativeFraming.RECONNECT_MS);
    }

    /** Without an id in the middle of what belongs together: a client that comes back then is told all of it again. */
    private void append(Buffer out, SessionEvent event) {
        if (event.complete()) {
            SseFrame.event(out, cursor(event.place()), event.shownType(), event.value());
        } else {
            SseFrame.name(out, event.shownType().wire());
            SseFrame.data(out, event.value());
            SseFrame.end(out);
        }
    }

    private byte[] cursor(SessionPlace place) {
        if (!place.current().equals(encoded)) {
            encoded = place.current();
            cursors = new CursorEncoder(encoded, partition);
        }
        return cursors.encode(place.attempt(), place.offset(), 0);
    }
}
