package dev.rivulet.worker.execution;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decides how long events wait to be sent together, by the load. Every event costs worker, broker and gateway some tens
 * of microseconds, most of which two events sent together pay once. Under load the wait shortens latency, because it
 * leaves the machine more CPU; an idle worker would only lose time. Thread-safe.
 */
public final class AdaptiveLinger {

    /** Tokens a second at which events wait as long as they may. */
    private static final double FULL_LOAD = 20_000;
    private static final long SAMPLE_NANOS = 100_000_000;
    /** A shorter wait costs more than it gains. */
    private static final long SHORTEST_LINGER_NANOS = 1_000_000;
    private static final double NANOS = 1e9;

    private final long maxLingerNanos;
    private final long maxDeltaWindowNanos;
    private final LongAdder tokens = new LongAdder();
    private volatile long sampleStart;
    private volatile double share;

    /**
     * @param maxLinger      how long an event waits at full load for those of other turns, to go to Kafka with them
     * @param maxDeltaWindow at full load, the window in which the tokens of one turn are joined
     * @param now            as {@link System#nanoTime}
     */
    public AdaptiveLinger(Duration maxLinger, Duration maxDeltaWindow, long now) {
        this.maxLingerNanos = maxLinger.toNanos();
        this.maxDeltaWindowNanos = maxDeltaWindow.toNanos();
        this.sampleStart = now;
    }

    /** Counts a token for the load. */
    void countToken(long now) {
        tokens.increment();
        if (now - sampleStart >= SAMPLE_NANOS) {
            sample(now);
        }
    }

    private synchronized void sample(long now) {
        long passed = now - sampleStart;
        if (passed >= SAMPLE_NANOS) {
            share = Math.min(1, tokens.sumThenReset() * NANOS / passed / FULL_LOAD);
            sampleStart = now;
        }
    }

    /** Returns how long an event waits for those of other turns, in nanoseconds: in proportion to the load. */
    long lingerNanos() {
        long wait = (long) (maxLingerNanos * share);
        return wait < SHORTEST_LINGER_NANOS ? 0 : wait;
    }

    /**
     * Returns the window in which the tokens of a turn are joined, in nanoseconds. It grows with the square of the
     * load: joining tokens that come slowly costs more latency, and pays only when the machine is nearly full.
     *
     * @param least the window without load, in nanoseconds
     */
    long deltaWindowNanos(long least) {
        return least + (long) (Math.max(0, maxDeltaWindowNanos - least) * share * share);
    }
}
