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

/** Collects what a turn has shown up to an offset of the log. Not thread-safe. */
final class PartialTurn {

    private final TurnId turn;
    private final AttemptFilter filter = new AttemptFilter(0);
    private final TurnAccumulator accumulator = new TurnAccumulator();
    private TurnRecord.Started started; // this and the next two null before there is such an event
    private TurnRecord.Delta lastDelta;
    private TurnEvent.End end;

    PartialTurn(TurnId turn) {
        this.turn = turn;
    }

    void add(TurnRecord next) {
        if (!filter.admits(next)) {
            return;
        }
        accumulator.addAdmitted(next);
        switch (next) {
            case TurnRecord.Started start -> {
                started = start;
                lastDelta = null;
            }
            case TurnRecord.Delta delta -> lastDelta = delta;
            case TurnEvent.End last -> end = last;
        }
    }

    SessionPosition at(long offset) {
        return new SessionPosition(turn, end != null ? Cursor.AFTER_END : filter.attempt(), offset, 0);
    }

    /**
     * Returns the newest attempt's start and its text in one event. The turn's end is there only if a coordinator that was
     * lost had ended the turn, and the next does not know of it yet.
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
