package dev.rivulet.bench.load.plan;

/**
 * Many readers of few turns, each of which reads one turn from its start to its end.
 *
 * @param name prefix of the session ids; must be unique
 * @param port of the gateway
 * @param turns that are read
 * @param tokens of each turn
 * @param readers in all, spread evenly over the turns
 * @param startAt when the turns are asked for
 * @param rampNanos the time over which the starts of the readers are spread
 * @param measureFrom start of the window in which events count
 * @param measureTo end of that window
 * @param cutAt when the connections of all readers are closed at once, and each resumes after its last event; 0: never
 */
public record ReadersPlan(String name, int port, int turns, int tokens, int readers, long startAt, long rampNanos,
        long measureFrom, long measureTo, long cutAt, long giveUpAt) implements Plan {

    /** Returns the same with a cut. */
    public ReadersPlan withCut(long nanoTime) {
        return new ReadersPlan(name, port, turns, tokens, readers, startAt, rampNanos, measureFrom, measureTo,
                nanoTime, giveUpAt);
    }

    /** Returns when a reader starts. */
    public long startOf(int reader) {
        return startAt + rampNanos * reader / readers;
    }

    /** Returns whether a time lies in the measured window. */
    public boolean measures(long nanoTime) {
        return nanoTime - measureFrom >= 0 && nanoTime - measureTo < 0;
    }
}
