package dev.rivulet.schemas.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * {@code watching}: how many readers follow the session now, at all gateways. On the topic {@code chunk-events}, but no
 * {@link ChunkEvent}: it is true for a moment and is not shown to who reads the log later, so it has no cursor. Its
 * only header is {@link ChunkHeaders#TYPE}; readers that do not know the type pass over it.
 *
 * @param readers from 1
 */
public record Watching(int readers) {

    /** The name on the wire: the header's value, and the SSE {@code event} field. */
    public static final String TYPE = "watching";

    private static final byte[] TYPE_BYTES = TYPE.getBytes(StandardCharsets.US_ASCII);

    /** @throws IllegalArgumentException when there are no readers */
    public Watching {
        if (readers < 1) {
            throw new IllegalArgumentException("readers are 1 or more");
        }
    }

    /** Adds the header. */
    public static void writeTo(Headers headers) {
        headers.add(ChunkHeaders.TYPE, TYPE_BYTES.clone());
    }

    /** Returns whether a record on {@code chunk-events} is one of these, by its headers. */
    public static boolean isIn(Headers headers) {
        Header type = headers.lastHeader(ChunkHeaders.TYPE);
        return type != null && Arrays.equals(type.value(), TYPE_BYTES);
    }
}
