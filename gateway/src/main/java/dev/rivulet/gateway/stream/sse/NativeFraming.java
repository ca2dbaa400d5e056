package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.ShownEvent;
import io.vertx.core.buffer.Buffer;

/**
 * Events as they are: named by their type, with their data untouched.
 *
 * <p>A stream that cannot go on ends with {@code event: problem}, whose data is a problem document, and without an id: it
 * says nothing about the turn, and its name is not that of any terminal.
 */
public final class NativeFraming implements Framing {

    private final CursorEncoder cursors;

    public NativeFraming(CursorEncoder cursors) {
        this.cursors = cursors;
    }

    @Override
    public boolean append(Buffer out, ShownEvent event) {
        SseFrame.event(out, cursors.encode(event), event.shownType(), event.value());
        return true;
    }
}
