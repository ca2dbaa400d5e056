package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.stream.EventSink;
import java.util.Optional;

/**
 * How a reader is shown a turn: in which shape, and what it has seen.
 *
 * @param snapshot whether the text so far is shown as one event
 */
public record ReaderOptions(Shaping shaping, LastSeen lastSeen, boolean snapshot) {

    /** Returns options to show every event from the turn's beginning. */
    public static ReaderOptions full(Shaping shaping) {
        return new ReaderOptions(shaping, LastSeen.NOTHING, false);
    }

    /**
     * Returns options for a turn that may be in the log already.
     *
     * @param cursor the reader's position; takes precedence over {@code fromStart}
     * @param fromStart whether the reader wants every event from the turn's beginning instead of a snapshot
     */
    public static ReaderOptions of(Optional<Cursor> cursor, boolean fromStart, Shaping shaping) {
        return cursor.map(position -> after(position, shaping))
                .orElseGet(() -> fromStart ? full(shaping) : withSnapshot(shaping));
    }

    /** Returns options to show the events after a cursor. */
    public static ReaderOptions after(Cursor cursor, Shaping shaping) {
        return new ReaderOptions(shaping, LastSeen.upTo(cursor), false);
    }

    /**
     * Returns options to show the events from an offset on.
     *
     * @param chars how much of the text there the reader has seen, in UTF-16 code units
     */
    public static ReaderOptions from(long offset, int chars, Shaping shaping) {
        return new ReaderOptions(shaping, new LastSeen(offset - 1, chars), false);
    }

    /**
     * Returns options to show the text so far as one event, then each event. With {@link Granularity#JSON} the elements
     * so far are separate events all the same.
     */
    public static ReaderOptions withSnapshot(Shaping shaping) {
        return new ReaderOptions(shaping, LastSeen.NOTHING, shaping.granularity() != Granularity.JSON);
    }

    /** Returns whether all text of the attempt has to be read again, whatever the reader has seen of it. */
    public boolean needsWholeAttempt() {
        return shaping.granularity() == Granularity.JSON;
    }

    /**
     * Returns a sink that gives events this shape and passes them to another one; that one itself if events are shown
     * unchanged.
     *
     * @param maxBytes the most text that may be held back, or be in one snapshot
     */
    public EventSink<TurnEvent> wrap(EventSink<TurnEvent> sink, EventLoop loop, int maxBytes) {
        EventSink<TurnEvent> shaped = sink;
        if (needsShaper()) {
            shaped = shaper(sink, loop, maxBytes);
        }
        return snapshot ? new SnapshotSink(shaped, maxBytes) : shaped;
    }

    /** Returns whether deltas are changed on their way to the reader. */
    public boolean needsShaper() {
        return !shaping.isNone() || lastSeen.chars() > 0;
    }

    /** Returns a shaper without a snapshot; see {@link #wrap}. */
    public Shaper shaper(EventSink<TurnEvent> sink, EventLoop loop, int maxBytes) {
        return new Shaper(sink, shaping, lastSeen, loop, maxBytes);
    }
}
