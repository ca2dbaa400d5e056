package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.worker.fairness.ShareKey;
import dev.rivulet.worker.fairness.SharedBudget;

/**
 * Counts what the turns that run or wait take in the state of all coordinators of a process, against one budget, of
 * which no share key may use up all. Thread-safe.
 */
final class ActiveTurnMemory {

    /** What a turn takes without its text: ids, times and options, and its share of its session's entry. */
    static final long TURN_BYTES = 1 << 10;

    private final long budget;
    private final SharedBudget turns; // of bytes; guarded by this
    private long textBytes; // guarded by this

    /** @param bytes the budget */
    ActiveTurnMemory(long bytes) {
        this.budget = bytes;
        this.turns = new SharedBudget(bytes);
    }

    /** Counts turns, whether or not there is room for them: what other coordinators accepted is never refused. */
    synchronized void addTurns(String session, int count) {
        turns.take(ShareKey.ofKey(session), count * TURN_BYTES);
    }

    /** @param count of those that were added */
    synchronized void removeTurns(String session, int count) {
        turns.giveBack(ShareKey.ofKey(session), count * TURN_BYTES);
    }

    /** Returns whether one more turn of a session may wait. */
    synchronized boolean hasRoom(SessionId session) {
        return turns.hasRoom(ShareKey.of(session), TURN_BYTES);
    }

    /**
     * Counts text that is kept in the heap if there is room for it.
     *
     * @return whether it may be kept; then {@link #dropText} must be called in the end
     */
    synchronized boolean keepText(long bytes) {
        if (heldBytes() + bytes > budget) {
            return false;
        }
        textBytes += bytes;
        return true;
    }

    synchronized void dropText(long bytes) {
        textBytes -= bytes;
    }

    /** Returns whether text is kept that there is no room for any more, because more turns came. */
    synchronized boolean keepsTooMuchText() {
        return textBytes > 0 && heldBytes() > budget;
    }

    synchronized long heldBytes() {
        return turns.taken() + textBytes;
    }
}
