package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.stream.sse.Framing;
import dev.rivulet.gateway.stream.sse.SseFrame;
import io.vertx.core.buffer.Buffer;

/** Writes a session's events as server-sent events. Has the state of one stream and belongs to its loop. */
public final class SessionFraming implements Framing {

    private final SessionCursors cursors;

    /** @param partition where the session is */
    public SessionFraming(int partition) {
        this.cursors = new SessionCursors(partition);
    }

    @Override
    public boolean append(Buffer out, ShownEvent event) {
        append(out, (SessionEvent) event);
        return true;
    }

    /** Without an id in the middle of what belongs together: a client that comes back then is told all of it again. */
    private void append(Buffer out, SessionEvent event) {
        if (event.complete()) {
            SseFrame.event(out, cursors.encode(event.place()), event.shownType(), event.value());
        } else {
            SseFrame.name(out, event.shownType().wire());
            SseFrame.data(out, event.value());
            SseFrame.end(out);
        }
    }
}
