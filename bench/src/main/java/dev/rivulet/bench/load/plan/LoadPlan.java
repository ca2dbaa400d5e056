package dev.rivulet.bench.load.plan;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Streams, each of one turn after another.
 *
 * @param name prefix of the session ids; must be unique
 * @param ports of the gateways, which the streams take in turn; or of the simulator for {@link Shape#DIRECT}
 * @param streams how many turns run at any time: as soon as one ends, the next begins, in a session of its own unless
 *        sessions are followed
 * @param tokens of each turn
 * @param turns how many turns are asked for at most, not fewer than streams; 0: as many as begin in time
 * @param session of all turns; null: they are in sessions of their own
 * @param startAt when the first stream starts
 * @param rampNanos the time over which the starts are spread
 * @param measureFrom start of the window in which turns and tokens count for latency, rate and cost
 * @param measureTo end of that window; no turn begins after it
 * @param giveUpAt when turns that have not ended are given up
 */
public record LoadPlan(String name, Shape shape, List<Integer> ports, int streams, int tokens, long turns,
        String session,
        long startAt, long rampNanos,
        long measureFrom, long measureTo, long giveUpAt)
        implements
            Plan {

    /** Returns the first of the ports. */
    public int port() {
        return ports.getFirst();
    }

    /** Returns the plan as it is for a stream: with its port alone. */
    public LoadPlan ofStream(int stream) {
        return new LoadPlan(name, shape, List.of(ports.get(stream % ports.size())), streams, tokens, turns, session,
                startAt, rampNanos, measureFrom, measureTo, giveUpAt);
    }

    /**
     * Returns when a stream starts: after the one before it, at a random moment of its part of the ramp, the same in
     * each run. With equal parts, tokens of all streams would be due at the same moments whenever a part is a multiple
     * of the time between two tokens, and would then be handled together, which is cheaper than what clients do.
     */
    public long startOf(int stream) {
        return startAt + (long) (rampNanos * (stream + new SplittableRandom(stream).nextDouble()) / streams);
    }

    /** Returns whether a time lies in the measured window. */
    public boolean measures(long nanoTime) {
        return nanoTime - measureFrom >= 0 && nanoTime - measureTo < 0;
    }
}
