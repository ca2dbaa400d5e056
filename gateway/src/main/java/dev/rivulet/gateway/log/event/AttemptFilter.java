package dev.rivulet.gateway.log.event;

import java.util.Optional;

/**
 * Decides which records of a turn its readers are shown: those of the newest attempt begun, and the first end. A worker
 * that was declared dead and comes back goes on writing its attempt; nothing of that is shown. Does not parse data. Not
 * thread-safe.
 */
public final class AttemptFilter implements EventFilter<TurnEvent> {

    private int current;
    private boolean ended;

    /** @param attempt the attempt that the reader was shown last; 0 if none */
    public AttemptFilter(int attempt) {
        this.current = attempt;
    }

    @Override
    public Optional<TurnEvent> admit(ChunkRecord next) {
        return next instanceof TurnRecord event && shows(event) ? Optional.of(event) : Optional.empty();
    }

    /** Returns whether the turn's next record is to be shown. */
    public boolean shows(TurnRecord next) {
        if (ended) {
            return false;
        }
        return switch (next) {
            case TurnRecord.Started started -> {
                boolean newer = started.attempt() > current;
                current = Math.max(current, started.attempt());
                yield newer;
            }
            case TurnRecord.Delta delta -> delta.attempt() == current;
            // Only the coordinator writes ends; whichever attempt one names, the turn is over.
            case TurnRecord.Done done -> ends();
            case TurnRecord.Failed failed -> ends();
        };
    }

    /** The attempt that is shown; 0 before the first. */
    public int attempt() {
        return current;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    private boolean ends() {
        ended = true;
        return true;
    }
}
