package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.stream.EventSink;
import java.util.Optional;

/**
 * How one reader is shown a turn: what it wants, and what it has seen.
 *
 * @param late whether it is shown the text so far as one event
 */
public record ReaderOptions(Shaping shaping, Seen seen, boolean late) {

    /** Every event from the turn's beginning. */
    public static ReaderOptions whole(Shaping shaping) {
        return new ReaderOptions(shaping, Seen.NOTHING, false);
    }

    /**
     * For a turn that may have begun.
     *
     * @param cursor where the reader is; it takes precedence over {@code fromStart}
     * @param fromStart whether the reader wants every event from the turn's beginning, instead of a snapshot
     */
    public static ReaderOptions of(Optional<Cursor> cursor, boolean fromStart, Shaping shaping) {
        return cursor.map(at -> after(at, shaping)).orElseGet(() -> fromStart ? whole(shaping) : late(shaping));
    }

    /** The events after a cursor. */
    public static ReaderOptions after(Cursor cursor, Shaping shaping) {
        return new ReaderOptions(shaping, Seen.upTo(cursor), false);
    }

    /**
     * The events from an offset on.
     *
     * @param chars how much of the text there the reader has seen, in UTF-16 code units
     */
    public static ReaderOptions from(long offset, int chars, Shaping shaping) {
        return new ReaderOptions(shaping, new Seen(offset - 1, chars), false);
    }

    /** The text so far as one event, then what follows. Elements of an array are events of their own in any case. */
    public static ReaderOptions late(Shaping shaping) {
        return new ReaderOptions(shaping, Seen.NOTHING, shaping.granularity() != Granularity.JSON);
    }

    /** Returns whether the reader needs all text of the attempt again, whatever it has seen of it. */
    public boolean rereads() {
        return shaping.granularity() == Granularity.JSON;
    }

    /**
     * Puts the sinks that these options need in front of a sink, and returns the first; the sink itself if events are shown
     * as they are.
     *
     * @param maxChars the most text that may be held back, or be in one snapshot, in UTF-16 code units
     */
    public EventSink<TurnEvent> inFrontOf(EventSink<TurnEvent> sink, EventLoop loop, int maxChars) {
        EventSink<TurnEvent> shaped = sink;
        if (needsShaper()) {
            shaped = shaper(sink, loop, maxChars);
        }
        return late ? new SnapshotSink(shaped, maxChars) : shaped;
    }

    /** Returns whether deltas are not shown as they are. */
    public boolean needsShaper() {
        return !shaping.isNone() || seen.chars() > 0;
    }

    /** Makes the shaper alone; see {@link #inFrontOf}. */
    public Shaper shaper(EventSink<TurnEvent> sink, EventLoop loop, int maxChars) {
        return new Shaper(sink, shaping, seen, loop, maxChars);
    }
}
