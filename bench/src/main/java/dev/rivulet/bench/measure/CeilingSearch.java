package dev.rivulet.bench.measure;

/**
 * Decides which number of streams is tried next in search of the most that are sustained: the double until a level does
 * not hold (the half until one holds), then the middle between the two nearest levels.
 */
final class CeilingSearch {

    private final double precision;
    private final int most;
    private int next;
    private int held; // the highest level that held; 0: none yet
    private int missed; // the lowest level that did not; 0: none yet

    /**
     * @param from the first level
     * @param most the highest level to try
     * @param precision the search ends when the two nearest levels are no farther apart than this part of the lower one
     */
    CeilingSearch(int from, int most, double precision) {
        this.precision = precision;
        this.most = most;
        this.next = Math.min(from, most);
    }

    /** Returns the number of streams to try; 0 when the search has ended. */
    int next() {
        return next;
    }

    /** Takes the outcome of the level that {@link #next} returned. */
    void tried(boolean sustained) {
        if (sustained) {
            held = next;
        } else {
            missed = next;
        }
        next = decide();
    }

    private int decide() {
        if (missed == 0) {
            return held == most ? 0 : (int) Math.min(most, 2L * held);
        }
        if (held == 0) {
            return missed / 2;
        }
        boolean near = missed - held <= Math.max(1, precision * held);
        return near ? 0 : held + (missed - held) / 2;
    }
}
