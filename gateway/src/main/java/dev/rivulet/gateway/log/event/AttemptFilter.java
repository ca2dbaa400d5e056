package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.event.EventType;
import java.util.Optional;

/**
 * Decides which of a turn's events a reader may see: those of the newest attempt begun, and the first terminal. A worker
 * that was given up and comes back goes on writing its attempt; nothing of it gets past. Knows headers only. Not
 * thread-safe.
 */
public final class AttemptFilter implements EventFilter {

    private int current;
    private boolean ended;

    /** @param attempt the attempt shown so far; 0 when nothing was */
    public AttemptFilter(int attempt) {
        this.current = attempt;
    }

    @Override
    public Optional<ChunkRecord> admit(ChunkRecord next) {
        return shows(next.type(), next.attempt()) ? Optional.of(next) : Optional.empty();
    }

    /** Whether the next event of the log is to be shown. */
    public boolean shows(EventType type, int attempt) {
        if (ended) {
            return false;
        }
        return switch (type) {
            case STARTED -> {
                boolean newer = attempt > current;
                current = Math.max(current, attempt);
                yield newer;
            }
            case DELTA -> attempt == current;
            // The coordinator alone writes terminals; whatever attempt it names, the turn is over.
            case DONE, ERROR -> {
                ended = true;
                yield true;
            }
            case QUEUED, PROMPT, FORGOTTEN -> false;
        };
    }

    /** The attempt that is shown; 0 before the first. */
    public int attempt() {
        return current;
    }

    /** Whether the terminal was shown. */
    @Override
    public boolean ended() {
        return ended;
    }
}
