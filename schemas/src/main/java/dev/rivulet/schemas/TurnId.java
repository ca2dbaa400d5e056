package dev.rivulet.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The id of a turn: one prompt and its completion. A UUID of version 7 (RFC 9562), so ids sort by the time at which
 * they were made.
 *
 * <p>No record about a turn has a Kafka timestamp before {@link #timestamp()}. So Kafka's time index ({@code
 * offsetsForTimes}) gives an offset at or before the turn's first record, on any gateway and whatever the machines'
 * clocks say.
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
     * Reads the form of 36 characters, in upper or lower case.
     *
     * @throws IllegalArgumentException when the text is not such a UUID; the message does not contain the text
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TurnId parse(String text) {
        if (text == null || !isUuid(text)) {
            throw new IllegalArgumentException(REFUSAL);
        }
        return new TurnId(UUID.fromString(text));
    }

    /** {@link UUID#fromString} also accepts groups of other lengths, signs and digits of other scripts. */
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

    /** Returns when the id was made, in milliseconds since the epoch. */
    public long timestamp() {
        return value.getMostSignificantBits() >>> 16;
    }

    /**
     * Returns the timestamp for a record about this turn that is written at {@code now}: {@code now}, or the turn's own
     * time where the writer's clock is behind it.
     *
     * @param now milliseconds since the epoch
     */
    public long recordTimestamp(long now) {
        return Math.max(now, timestamp());
    }

    /** Compares as the texts do, which is the order of time. ({@link UUID#compareTo} compares signed numbers.) */
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
