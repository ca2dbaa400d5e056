package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.metrics.StreamKind;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;

/**
 * The framing of the native API: an event is named by its type, its data is sent unchanged, and its id is its cursor.
 *
 * <p>A stream that cannot continue ends with {@code event: problem}, whose data is a problem document. It has no id,
 * since it is not an event of the turn, and its name differs from those of a turn's terminal events.
 *
 * @param kind whether a turn or a session is streamed
 * @param cursors returns an event's cursor in ASCII; null if a client cannot continue after the event
 */
public record NativeFraming<E extends ShownEvent>(StreamKind kind, Function<E, byte[]> cursors)
        implements
            Framing<E> {

    @Override
    public boolean append(Buffer out, E event) {
        SseFrame.appendEvent(out, cursors.apply(event), event.shownType(), event.value());
        return true;
    }
}
