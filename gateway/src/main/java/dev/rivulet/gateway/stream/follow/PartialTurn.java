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

/** Collects the events of a turn up to an offset of the log. Not thread-safe. */
final class PartialTurn {

    private final TurnId turn;
    private final AttemptFilter filter = new AttemptFilter();
    private final TurnAccumulator accumulator = new TurnAccumulator();
    private TurnRecord.Started started; // of the newest attempt; null before the first
    private TurnRecord.Delta lastDelta; // of that attempt; null before the first
    private TurnEvent.End end; // null until the turn has ended

    PartialTurn(TurnId turn) {
        this.turn = turn;
    }

    /** Adds the turn's next record. */
    void add(TurnRecord next) {
        filter.show(next).ifPresent(this::addShown);
    }

    private void addShown(TurnRecord shown) {
        accumulator.addAdmitted(shown);
        switch (shown) {
            case TurnRecord.Started start -> {
                started = start;
                lastDelta = null;
            }
            case TurnRecord.Delta delta -> lastDelta = delta;
            case TurnEvent.End last -> end = last;
        }
    }

    /** Returns the filter for the turn's records that follow. */
    AttemptFilter filter() {
        return filter;
    }

    /** Returns the position of a follower that was shown these events and has read the log up to an offset. */
    SessionPosition position(long offset) {
        return new SessionPosition(turn, end != null ? Cursor.AFTER_END : filter.attempt(), offset, 0);
    }

    /**
     * Returns the newest attempt's start and all its text as one event. The turn's end follows only if a coordinator
     * wrote it and was lost before its successor knew.
     */
    List<TurnEvent> events() {
        List<TurnEvent> events = new ArrayList<>();
        if (started != null) {
            events.add(started);
        }
        if (lastDelta != null) {
            events.add(new ShapedSnapshot(lastDelta.offset(),
                    new Snapshot(filter.attempt(), lastDelta.data().seq(), accumulator.text())));
        }
        if (end != null) {
            events.add(end);
        }
        return events;
    }
}
