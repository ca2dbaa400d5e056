package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.Snapshot;
import dev.rivulet.schemas.json.Json;
import java.util.Optional;

/** What a turn has shown up to some place in the log, put together event by event. Not thread-safe. */
final class PartialTurn {

    private final TurnId turn;
    private final AttemptFilter fence = new AttemptFilter(0);
    private final TurnAccumulator fold = new TurnAccumulator();
    private ChunkRecord started; // this and the next two null before there is such an event
    private ChunkRecord lastDelta;
    private ChunkRecord terminal;

    PartialTurn(TurnId turn) {
        this.turn = turn;
    }

    void add(ChunkRecord chunk) {
        if (!fence.shows(chunk.type(), chunk.attempt())) {
            return;
        }
        fold.show(chunk);
        switch (chunk.type()) {
            case STARTED -> {
                started = chunk;
                lastDelta = null;
            }
            case DELTA -> lastDelta = chunk;
            case DONE, ERROR -> terminal = chunk;
            case QUEUED, PROMPT, FORGOTTEN -> throw new IllegalArgumentException("not the turn's own");
        }
    }

    SessionPosition at(long offset) {
        return new SessionPosition(turn, terminal != null ? Cursor.OVER : fence.attempt(), offset, 0);
    }

    Optional<ChunkRecord> started() {
        return Optional.ofNullable(started);
    }

    /** The text of the newest attempt; empty when there is none. */
    Optional<Snapshot> snapshot() {
        return Optional.ofNullable(lastDelta).map(delta -> new Snapshot(fence.attempt(),
                Json.read(delta.value(), Delta.class).seq(), fold.text()));
    }

    /** Only when a coordinator that was lost had ended the turn already, and the next does not know of it yet. */
    Optional<ChunkRecord> terminal() {
        return Optional.ofNullable(terminal);
    }
}
