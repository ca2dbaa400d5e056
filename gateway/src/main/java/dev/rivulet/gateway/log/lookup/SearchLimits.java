package dev.rivulet.gateway.log.lookup;

import java.util.Random;

/**
 * What searches for turns may cost, all together. A search that goes far, beyond the records in which nearly every turn
 * is found, needs a permit of another kind. There are so few of those that at least half of the replay threads serve
 * others: pages of streams, cursors, and searches that do not go far. With one thread, only one far search shares it.
 */
public final class SearchLimits {

    /** So many look-ups for each replay thread keep it busy: one of them reads while others parse or wait. */
    private static final int NEAR_PER_THREAD = 4;

    private final SearchPermits near;
    private final SearchPermits far;
    private final int maxRecords;

    /** @param maxRecords about how many records of a topic are read at most to find a turn */
    public SearchLimits(int replayThreads, int maxRecords) {
        this.near = new SearchPermits(NEAR_PER_THREAD * replayThreads, new Random());
        this.far = new SearchPermits(Math.max(1, replayThreads / 2), new Random());
        this.maxRecords = maxRecords;
    }

    SearchPermits near() {
        return near;
    }

    SearchPermits far() {
        return far;
    }

    int maxRecords() {
        return maxRecords;
    }
}
