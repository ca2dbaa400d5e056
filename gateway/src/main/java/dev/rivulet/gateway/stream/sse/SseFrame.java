package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.gateway.problem.Problem;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * The parts of a server-sent event, appended as bytes (WHATWG HTML, "Server-sent events"). Data has to be one line; the
 * JSON that Rivulet writes is.
 */
public final class SseFrame {

    /** About the size of a frame with a short delta, in bytes. */
    static final int SIZE_HINT = 160;

    private static final byte[] ID = ascii("id: ");
    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] END = ascii("\n\n");
    private static final String PROBLEM = "problem";
    private static final byte LINE = '\n';
    private static final Map<ShownType, byte[]> BETWEEN_ID_AND_DATA = new EnumMap<>(ShownType.class);

    static {
        for (ShownType type : ShownType.values()) {
            BETWEEN_ID_AND_DATA.put(type, ascii("\nevent: " + type.wire() + "\ndata: "));
        }
    }

    private SseFrame() {}

    /**
     * Writes a whole native event.
     *
     * @param cursor in ASCII; null for an event without an id
     */
    public static void event(Buffer out, byte[] cursor, ShownType type, byte[] data) {
        if (cursor == null) {
            name(out, type.wire());
            data(out, data);
            end(out);
        } else {
            out.appendBytes(ID).appendBytes(cursor).appendBytes(BETWEEN_ID_AND_DATA.get(type)).appendBytes(data)
                    .appendBytes(END);
        }
    }

    public static void id(Buffer out, byte[] cursor) {
        out.appendBytes(ID).appendBytes(cursor).appendByte(LINE);
    }

    public static void name(Buffer out, String event) {
        out.appendBytes(EVENT).appendBytes(ascii(event)).appendByte(LINE);
    }

    public static void data(Buffer out, byte[] line) {
        data(out, line, 0, line.length);
    }

    public static void data(Buffer out, byte[] bytes, int from, int length) {
        out.appendBytes(DATA).appendBytes(bytes, from, length).appendByte(LINE);
    }

    /** The empty line that ends an event. */
    public static void end(Buffer out) {
        out.appendByte(LINE);
    }

    /** A stream that cannot go on; without an id, since it says nothing about a turn. */
    public static void problem(Buffer out, Problem problem) {
        name(out, PROBLEM);
        data(out, Json.write(problem));
        end(out);
    }

    /** How long an {@code EventSource} is to wait before it connects again. */
    public static void retry(Buffer out, int millis) {
        out.appendBytes(ascii("retry: " + millis)).appendBytes(END);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
