package dev.rivulet.bench.load;

/**
 * What the load generator is told to do, in one line of JSON. Times are of {@link System#nanoTime()}, which is one clock
 * for all processes of a machine.
 *
 * @param name        begins the session ids, so it must be new each time
 * @param port        of the gateway, or of the simulator for {@link Route#DIRECT}
 * @param tokens      of each stream
 * @param startAt     when the first stream starts
 * @param rampNanos   time over which the starts are spread
 * @param measureFrom tokens that arrive from now on count for latency and rate
 * @param measureTo   until now
 * @param giveUpAt    streams that have not ended by now count as not ended
 */
public record LoadPlan(String name, Route route, int port, int streams, int tokens, long startAt, long rampNanos,
        long measureFrom, long measureTo, long giveUpAt) {

    long startOf(int stream) {
        return startAt + rampNanos * stream / streams;
    }

    boolean measures(long nanoTime) {
        return nanoTime - measureFrom >= 0 && nanoTime - measureTo < 0;
    }
}
