package dev.rivulet.worker.execution;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Decides how long events wait to be sent together, by what the machine and Kafka can do. Every batch of events, and
 * every event, costs worker, broker and gateway some tens of microseconds, most of which two that are sent together pay
 * once. Thread-safe.
 */
public final class AdaptiveLinger {

    private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** The weight of a new acknowledgement or sample in the average. */
    private static final double WEIGHT = 0.2;
    /** The share of busy cores up to which nothing waits for longer than at rest. */
    private static final double BUSY = 0.75;
    /** So many events cost about as much as the batch that carries them: the bench gave 50 to 80. */
    private static final double EVENTS_LIKE_A_BATCH = 64;

    private final long lingerNanos;
    private final long maxLingerNanos;
    private final long maxDeltaWindowNanos;
    private final DoubleSupplier cpuLoad;
    private volatile long sampledAt;
    private volatile double load;
    private volatile double acknowledgement; // nanoseconds; written by one thread at a time
    private volatile double events; // in a batch; written by one thread at a time

    /**
     * @param linger         the shortest time between two batches
     * @param maxLinger      the longest time between two batches, while Kafka is slow to acknowledge them or all
     *                       cores are busy
     * @param maxDeltaWindow the window in which the tokens of one turn are joined when all cores are busy
     * @param now            as {@link System#nanoTime}
     */
    public AdaptiveLinger(Duration linger, Duration maxLinger, Duration maxDeltaWindow, long now) {
        this(linger, maxLinger, maxDeltaWindow, now,
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getCpuLoad);
    }

    /**
     * @param cpuLoad the share of the machine's, or the container's, cores that was busy since the last call, by
     *            whatever program; negative: unknown
     */
    AdaptiveLinger(Duration linger, Duration maxLinger, Duration maxDeltaWindow, long now, DoubleSupplier cpuLoad) {
        this.lingerNanos = linger.toNanos();
        this.maxLingerNanos = maxLinger.toNanos();
        this.maxDeltaWindowNanos = maxDeltaWindow.toNanos();
        this.sampledAt = now;
        this.cpuLoad = cpuLoad;
    }

    /** A token arrived. Looks at the load now and then. */
    void token(long now) {
        if (now - sampledAt >= SAMPLE_NANOS) {
            sample(now);
        }
    }

    private synchronized void sample(long now) {
        if (now - sampledAt >= SAMPLE_NANOS) {
            sampledAt = now;
            load += WEIGHT * (Math.clamp(cpuLoad.getAsDouble(), 0, 1) - load);
        }
    }

    /** A batch of that many events is sent. Must be called by one thread at a time. */
    void sent(int count) {
        events += WEIGHT * (count - events);
    }

    /** Kafka has acknowledged a batch. Must be called by one thread at a time. */
    void acknowledged(long nanos) {
        acknowledgement += WEIGHT * (nanos - acknowledgement);
    }

    /**
     * Returns the time between two batches, in nanoseconds: as long as Kafka took lately to acknowledge one, and longer
     * when the machine is nearly full, within the configured bounds. With idle cores and a quick broker it is the
     * least.
     */
    public long batchIntervalNanos() {
        long room = Math.max(0, maxLingerNanos - lingerNanos);
        return lingerNanos + Math.max((long) (room * gain()),
                Math.clamp((long) acknowledgement - lingerNanos, 0, room));
    }

    /**
     * Returns the window in which the tokens of a turn are joined, in nanoseconds. It grows with the square of what
     * waiting gains: joining tokens that come slowly costs latency, and pays only when the machine is nearly full.
     *
     * @param least the window without load, in nanoseconds
     */
    long deltaWindowNanos(long least) {
        double gain = gain();
        return least + (long) (Math.max(0, maxDeltaWindowNanos - least) * gain * gain);
    }

    /**
     * Returns what waiting gains, between 0 and 1: the shortage of cores, which begins when three quarters of them are
     * busy, times the events' part of the cost. With few streams cores may be busy too, with compiling or with other
     * programs, and fewer events would change little.
     */
    private double gain() {
        return Math.max(0, load - BUSY) / (1 - BUSY) * Math.min(1, events / EVENTS_LIKE_A_BATCH);
    }
}
