package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.stream.EventSink;
import java.util.Optional;

/**
 * How one reader is shown a turn: what it wants, and what it has seen.
 *
 * @param late whether the text so far is to come as one event
 */
public record ReaderOptions(Shaping shaping, Seen seen, boolean late) {

    /** Every event from the turn's beginning. */
    public static ReaderOptions whole(Shaping shaping) {
        return new ReaderOptions(shaping, Seen.NOTHING, false);
    }

    /**
     * Of a turn that may have begun.
     *
     * @param cursor where the reader is; goes before what is said of the beginning
     * @param fromStart whether it wants every event from the turn's beginning
     */
    public static ReaderOptions of(Optional<Cursor> cursor, boolean fromStart, Shaping shaping) {
        return cursor.map(at -> after(at, shaping)).orElseGet(() -> fromStart ? whole(shaping) : late(shaping));
    }

    /** What comes after a cursor. */
    public static ReaderOptions after(Cursor cursor, Shaping shaping) {
        return new ReaderOptions(shaping, Seen.upTo(cursor), false);
    }

    /**
     * What comes from an offset on.
     *
     * @param chars how much of the text there was seen, in UTF-16 code units
     */
    public static ReaderOptions from(long offset, int chars, Shaping shaping) {
        return new ReaderOptions(shaping, new Seen(offset - 1, chars), false);
    }

    /** All that has come so far as one event. Elements of an array are events of their own in any case. */
    public static ReaderOptions late(Shaping shaping) {
        return new ReaderOptions(shaping, Seen.NOTHING, shaping.granularity() != Granularity.JSON);
    }

    /** Whether the stream has to begin in front of all text of the attempt, whatever of it was seen. */
    public boolean rereads() {
        return shaping.granularity() == Granularity.JSON;
    }

    /**
     * Puts what is needed for it in front of a sink; nothing, where events are shown as they are.
     *
     * @param maxChars what may be held back or be one event where that is a matter of choice
     */
    public EventSink inFrontOf(EventSink sink, EventLoop loop, int maxChars) {
        boolean asItIs = shaping.isNone() && seen.chars() == 0;
        EventSink shaped = asItIs ? sink : new Shaper(sink, shaping, seen, loop, maxChars);
        return late ? new SnapshotSink(shaped, maxChars) : shaped;
    }
}
