package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.ShapedSnapshot;
import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.event.TurnRecord;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the events of a turn up to an offset of the log, or until what it says is as long as it may be: the rest is
 * read as events. Not thread-safe.
 */
final class PartialTurn {

    private final TurnId turn;
    private final int maxBytes;
    private final AttemptFilter filter = new AttemptFilter();
    private final TurnAccumulator accumulator = new TurnAccumulator();
    private TurnRecord.Started started; // of the newest attempt; null before the first
    private TurnRecord.Part lastPart; // of what it says; null before the first
    private TurnEvent.End end; // null until the turn has ended
    private int bytes; // of the data of the attempt's pieces

    /** @param maxBytes the most data of pieces that is collected; the last one may exceed it */
    PartialTurn(TurnId turn, int maxBytes) {
        this.turn = turn;
        this.maxBytes = maxBytes;
    }

    /** Adds the turn's next record. Returns whether it takes more. */
    boolean add(TurnRecord next) {
        filter.show(next).ifPresent(this::addShown);
        return !isFull();
    }

    private boolean isFull() {
        return bytes >= maxBytes;
    }

    private void addShown(TurnRecord.Shown shown) {
        accumulator.addAdmitted(shown);
        switch (shown) {
            case TurnRecord.Started start -> {
                started = start;
                if (start.continued().isEmpty()) {
                    lastPart = null;
                    bytes = 0;
                }
            }
            case TurnRecord.Part part -> {
                lastPart = part;
                bytes += part.value().length;
            }
            case TurnEvent.End last -> end = last;
        }
    }

    /** Returns the filter for the turn's records that follow. */
    AttemptFilter filter() {
        return filter;
    }

    /**
     * Returns the position of a follower that was shown these events.
     *
     * @param read the offset of the last record that was read
     */
    SessionPosition position(long read) {
        return new SessionPosition(turn, end != null ? Cursor.AFTER_END : filter.attempt(),
                isFull() ? lastPart.offset() : read, 0);
    }

    /**
     * Returns the newest attempt's start and what it says as one event. The turn's end follows only if a coordinator
     * wrote it and was lost before its successor knew.
     */
    List<TurnEvent> events() {
        List<TurnEvent> events = new ArrayList<>();
        if (started != null) {
            events.add(started);
        }
        if (lastPart != null) {
            events.add(new ShapedSnapshot(lastPart.offset(),
                    new Snapshot(filter.attempt(), lastPart.seq(), accumulator.text(), accumulator.parts())));
        }
        if (end != null) {
            events.add(end);
        }
        return events;
    }
}
