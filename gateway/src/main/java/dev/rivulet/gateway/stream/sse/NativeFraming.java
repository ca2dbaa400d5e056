package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.log.event.ShownEvent;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;

/**
 * Events as they are: named by their type, with their data untouched and their cursor as the id.
 *
 * <p>A stream that cannot go on ends with {@code event: problem}, whose data is a problem document, and without an id: it
 * says nothing about a turn, and its name differs from that of every end of a turn.
 *
 * @param cursors returns an event's cursor in ASCII, or null where a client that comes back must be told again what
 *     belongs to the event
 */
public record NativeFraming<E extends ShownEvent>(Function<E, byte[]> cursors) implements Framing<E> {

    @Override
    public boolean append(Buffer out, E event) {
        SseFrame.event(out, cursors.apply(event), event.shownType(), event.value());
        return true;
    }
}
