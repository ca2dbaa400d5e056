package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.gateway.problem.Problem;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * Appends the fields of a server-sent event to a buffer (WHATWG HTML, "Server-sent events"). Data must be a single
 * line, as the JSON of Rivulet is.
 */
public final class SseFrame {

    /** The approximate size of a frame with a short delta, in bytes. */
    static final int SIZE_HINT = 160;

    private static final byte[] ID = ascii("id: ");
    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] COMMENT = ascii(": ");
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
     * Appends a complete event.
     *
     * @param cursor in ASCII; null for an event without an id
     */
    public static void appendEvent(Buffer out, byte[] cursor, ShownType type, byte[] data) {
        if (cursor == null) {
            appendName(out, type.wire());
            appendData(out, data);
            appendEnd(out);
        } else {
            out.appendBytes(ID).appendBytes(cursor).appendBytes(BETWEEN_ID_AND_DATA.get(type)).appendBytes(data)
                    .appendBytes(END);
        }
    }

    public static void appendId(Buffer out, byte[] cursor) {
        out.appendBytes(ID).appendBytes(cursor).appendByte(LINE);
    }

    /** Appends the event's name. */
    public static void appendName(Buffer out, String event) {
        out.appendBytes(EVENT).appendBytes(ascii(event)).appendByte(LINE);
    }

    public static void appendData(Buffer out, byte[] line) {
        appendData(out, line, 0, line.length);
    }

    public static void appendData(Buffer out, byte[] bytes, int from, int length) {
        out.appendBytes(DATA).appendBytes(bytes, from, length).appendByte(LINE);
    }

    /** Appends the empty line that ends an event. */
    public static void appendEnd(Buffer out) {
        out.appendByte(LINE);
    }

    /** Appends a {@code problem} event. It has no id, since it is not an event of a turn. */
    public static void appendProblem(Buffer out, Problem problem) {
        appendName(out, PROBLEM);
        appendData(out, Json.write(problem));
        appendEnd(out);
    }

    /**
     * Appends why a stream cannot be served now, as a comment, and how long an {@code EventSource} waits before it
     * reconnects.
     */
    static void appendUnavailable(Buffer out, ProblemException problem, int retryMs) {
        String reason = problem.code().code() + ": " + problem.getMessage();
        out.appendBytes(COMMENT).appendBytes(reason.getBytes(StandardCharsets.UTF_8)).appendByte(LINE);
        appendRetry(out, retryMs);
    }

    /** Appends how long an {@code EventSource} waits before it reconnects. */
    public static void appendRetry(Buffer out, int millis) {
        out.appendBytes(ascii("retry: " + millis)).appendBytes(END);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
