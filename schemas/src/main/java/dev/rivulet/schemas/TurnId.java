package dev.rivulet.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The id of a turn: one prompt and its completion. A UUID of version 7 (RFC 9562), so ids sort by the time at which
 * they were made.
 *
 * <p>No prompt, event or result of a turn has a Kafka timestamp before {@link #timestamp()}, as long as the id is not
 * more than {@link #MAX_LEAD} ahead of the clock of whoever writes the record. So Kafka's time index
 * ({@code offsetsForTimes}) gives an offset at or before the turn's first record, on any gateway. Turns whose id is
 * farther ahead are refused: by gateways, and by coordinators, which allow less, so that machines' clocks may differ by
 * the rest.
 */
public record TurnId(UUID value) implements Comparable<TurnId> {

    /**
     * How far a record's timestamp may be ahead of its writer's clock. Brokers refuse records that are more than an
     * hour ahead of their own clock ({@code message.timestamp.after.max.ms}, KIP-937).
     */
    public static final Duration MAX_LEAD = Duration.ofMinutes(20);

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
     * time where the writer's clock is behind it, but never more than {@link #MAX_LEAD} after {@code now}.
     *
     * @param now milliseconds since the epoch
     */
    public long recordTimestamp(long now) {
        return Math.max(now, Math.min(timestamp(), now + MAX_LEAD.toMillis()));
    }

    /**
     * Returns whether the id claims to be made later than so long after {@code now}.
     *
     * @param now milliseconds since the epoch
     */
    public boolean isAhead(Duration lead, long now) {
        return timestamp() - now > lead.toMillis();
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
