package dev.rivulet.gateway.log.event;

import java.util.Optional;

/**
 * Admits the records of a turn that its readers are shown: those of the newest attempt that has started, and the first
 * terminal event. So nothing is shown of a worker that was declared dead and still writes its old attempt. Does not
 * parse data. Not thread-safe.
 */
public final class AttemptFilter implements EventFilter<TurnEvent> {

    private int attempt;
    private boolean ended;

    /** @param attempt the attempt that the reader was shown last; 0 if none */
    public AttemptFilter(int attempt) {
        this.attempt = attempt;
    }

    @Override
    public Optional<TurnEvent> admit(ChunkRecord next) {
        return next instanceof TurnRecord event && admits(event) ? Optional.of(event) : Optional.empty();
    }

    /**
     * Returns whether the turn's next record is shown. Must be called once for each record, in the order of the log.
     */
    public boolean admits(TurnRecord next) {
        if (ended) {
            return false;
        }
        return switch (next) {
            case TurnRecord.Started started -> {
                boolean newer = started.attempt() > attempt;
                attempt = Math.max(attempt, started.attempt());
                yield newer;
            }
            case TurnRecord.Delta delta -> delta.attempt() == attempt;
            // Only the coordinator writes terminal events. They end the turn, whatever attempt they name.
            case TurnRecord.Done done -> end();
            case TurnRecord.Failed failed -> end();
        };
    }

    /** Returns the attempt that is shown; 0 before the first. */
    public int attempt() {
        return attempt;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    private boolean end() {
        ended = true;
        return true;
    }
}
