package dev.rivulet.schemas.event;

import dev.rivulet.schemas.TurnId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The headers of a record on {@code chunk-events}: all that a gateway needs to route it.
 *
 * @param turn the turn of the event; see {@link ChunkEvent.OfSession#about}
 * @param type what kind of event
 * @param attempt the execution it belongs to; readers ignore deltas of all but the attempt that began last
 */
public record ChunkHeaders(TurnId turn, EventType type, int attempt) {

    public static final String TURN = "turn";
    public static final String TYPE = "type";
    public static final String ATTEMPT = "attempt";
    /** The id of the worker that published the record. For operators and tools; readers do not need it. */
    public static final String OWNER = "owner";

    /** Returns the headers with the owner. They can be used for many records. */
    public List<Header> headers(String owner) {
        return List.of(new RecordHeader(TURN, ascii(turn.toString())), new RecordHeader(TYPE, type.wireBytes()),
                new RecordHeader(ATTEMPT, ascii(Integer.toString(attempt))), new RecordHeader(OWNER, ascii(owner)));
    }

    /** Adds the headers with the owner. */
    public void writeTo(Headers headers, String owner) {
        headers(owner).forEach(headers::add);
    }

    /** Reads the headers. Empty when one is missing or unreadable, or names a type of a later version. */
    public static Optional<ChunkHeaders> read(Headers headers) {
        Header turn = headers.lastHeader(TURN);
        Header type = headers.lastHeader(TYPE);
        Header attempt = headers.lastHeader(ATTEMPT);
        if (isEmpty(turn) || isEmpty(type) || isEmpty(attempt)) {
            return Optional.empty();
        }
        try {
            TurnId id = TurnId.parse(text(turn));
            int number = Integer.parseInt(text(attempt));
            return EventType.parse(type.value()).filter(known -> number >= 0)
                    .map(known -> new ChunkHeaders(id, known, number));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** Returns whether the headers are those of an event of the turn whose type only a later version knows. */
    public static boolean namesLaterType(Headers headers, TurnId turn) {
        Header named = headers.lastHeader(TURN);
        Header type = headers.lastHeader(TYPE);
        return !isEmpty(named) && !isEmpty(type) && text(named).equals(turn.toString())
                && EventType.parse(type.value()).isEmpty();
    }

    /** A header's value can be null in Kafka. */
    private static boolean isEmpty(Header header) {
        return header == null || header.value() == null;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.ISO_8859_1);
    }
}
