package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.metrics.StreamKind;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The framing of the native API: an event is named by its type, its data is sent unchanged, and its id is its cursor. A
 * client can ask for the timestamps of the records, which are then the first field of the data.
 *
 * <p>A stream that cannot continue ends with {@code event: problem}, whose data is a problem document. It has no id,
 * since it is not an event of the turn, and its name differs from those of a turn's terminal events.
 *
 * @param kind whether a turn or a session is streamed
 * @param timestamps whether the data have the timestamps
 * @param cursors returns an event's cursor in ASCII; null if a client cannot continue after the event
 */
public record NativeFraming<E extends ShownEvent>(StreamKind kind, boolean timestamps, Function<E, byte[]> cursors)
        implements
            Framing<E> {

    /** Makes the framing of data that are sent unchanged. */
    public NativeFraming(StreamKind kind, Function<E, byte[]> cursors) {
        this(kind, false, cursors);
    }

    @Override
    public boolean append(Buffer out, E event) {
        byte[] data = event.value();
        SseFrame.appendEvent(out, cursors.apply(event), event.shownType(),
                timestamps && event.timestamp() >= 0 ? withTimestamp(data, event.timestamp()) : data);
        return true;
    }

    /** Data that is no JSON object, which another writer may have put into the log, stays as it is. */
    private static byte[] withTimestamp(byte[] data, long timestamp) {
        if (data.length < 3 || data[0] != '{' || data[1] != '"') {
            return data;
        }
        byte[] field = ("{\"timestamp\":" + timestamp + ",").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(field, field.length + data.length - 1);
        System.arraycopy(data, 1, all, field.length, data.length - 1);
        return all;
    }
}
