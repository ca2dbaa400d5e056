package dev.rivulet.worker.coordinator.streams;

/**
 * Counts what the turns that run or wait take in the state of all coordinators of a process, against one budget.
 * Thread-safe.
 */
final class ActiveTurnMemory {

    /** What a turn takes without its text: ids, times and options, and its share of its session's entry. */
    static final long TURN_BYTES = 1 << 10;

    private final long budget;
    private long turns; // guarded by this
    private long textBytes; // guarded by this

    /** @param bytes the budget */
    ActiveTurnMemory(long bytes) {
        this.budget = bytes;
    }

    /** Counts turns, whether or not there is room for them: what other coordinators accepted is never refused. */
    synchronized void addTurns(int change) {
        turns += change;
    }

    /** Returns whether one more turn may wait. */
    synchronized boolean hasRoom() {
        return (turns + 1) * TURN_BYTES <= budget;
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
        return turns * TURN_BYTES + textBytes;
    }
}
