package dev.rivulet.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
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
    private static final String REFUSAL = "a turn id is a UUID of version 7";

    /** @throws IllegalArgumentException when the UUID is not of version 7 */
    public TurnId {
        if (value.version() != 7 || value.variant() != 2) {
            throw new IllegalArgumentException(REFUSAL);
        }
    }

    /**
     * Reads the 36-character form, in either case.
     *
     * @throws IllegalArgumentException when the text is not such a UUID; the message does not repeat the text
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TurnId parse(String text) {
        if (text == null || !isUuid(text)) {
            throw new IllegalArgumentException(REFUSAL);
        }
        return new TurnId(UUID.fromString(text));
    }

    /** {@link UUID#fromString} takes more than it should: groups of other lengths, signs, digits of other scripts. */
    private static boolean isUuid(String text) {
        if (text.length() != TEXT_LENGTH) {
            return false;
        }
        for (int i = 0; i < TEXT_LENGTH; i++) {
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? text.charAt(i) != '-' : !HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** When the id was minted: milliseconds since the epoch. */
    public long timestamp() {
        return value.getMostSignificantBits() >>> 16;
    }

    /**
     * Returns the timestamp for a record about this turn that is written at {@code now}: {@code now}, or the turn's own time
     * where the writer's clock is behind it.
     *
     * @param now milliseconds since the epoch
     */
    public long recordTimestamp(long now) {
        return Math.max(now, timestamp());
    }

    /** The order of the texts, which is the order of time. ({@link UUID#compareTo} compares signed.) */
    @Override
    public int compareTo(TurnId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toString();
    }
}
