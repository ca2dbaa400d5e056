package dev.rivulet.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/**
 * One prompt and its answer. A UUID of version 7 (RFC 9562), so ids sort by the time they were minted.
 *
 * <p>Every record about a turn carries a Kafka timestamp that is not before {@link #timestamp()}. That makes the log's
 * own time index ({@code offsetsForTimes}) an exact lower bound for where the turn can be found, on any gateway and
 * whatever the clocks of the machines say.
 */
public record TurnId(UUID value) implements Comparable<TurnId> {

    private static final int TEXT_LENGTH = 36;

    /** @throws IllegalArgumentException when the UUID is not of version 7 */
    public TurnId {
        if (value.version() != 7 || value.variant() != 2) {
            throw new IllegalArgumentException("a turn id is a UUID of version 7");
        }
    }

    /** @throws IllegalArgumentException when the text is not a UUID of version 7 in its 36-character form */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TurnId parse(String text) {
        if (text == null || text.length() != TEXT_LENGTH) {
            throw new IllegalArgumentException("a turn id is a UUID of version 7");
        }
        return new TurnId(UUID.fromString(text));
    }

    /** When the id was minted: milliseconds since the epoch. */
    public long timestamp() {
        return value.getMostSignificantBits() >>> 16;
    }

    @Override
    public int compareTo(TurnId other) {
        return toString().compareTo(other.toString());
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toString();
    }
}
