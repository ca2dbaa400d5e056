package dev.rivulet.worker.coordinator.streams;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices that this process stood still, stopped or starved, for so long that its partitions may be another's by now.
 * A coordinator that went on would write old state behind the new one's, and whoever restores the partition next would
 * believe it: a state store's changelog has no fence without transactions. So it gives up before it writes anything, and
 * its thread is replaced.
 *
 * <p>A thread of its own beats: a coordinator that only waits for Kafka is not replaced meanwhile, as the consumer's
 * heartbeats go on. Thread-safe.
 */
final class StallDetector implements AutoCloseable {

    private static final long BEAT_MS = 100;

    private final long limitNanos;
    private final LongSupplier clock;
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("stall-detector").factory());
    private volatile long lastBeat;
    private volatile int stalls; // written by one thread

    /**
     * @param limit less than the time after which the group gives up a member it does not hear of
     * @param clock as {@link System#nanoTime}
     */
    StallDetector(Duration limit, LongSupplier clock) {
        this.limitNanos = limit.toNanos();
        this.clock = clock;
        this.lastBeat = clock.getAsLong();
    }

    static StallDetector start(Duration limit) {
        StallDetector stallDetector = new StallDetector(limit, System::nanoTime);
        stallDetector.thread.scheduleAtFixedRate(stallDetector::beat, BEAT_MS, BEAT_MS, TimeUnit.MILLISECONDS);
        return stallDetector;
    }

    void beat() {
        // In this order, so that whoever sees the new beat sees what was before it.
        if (isStall(lastBeat)) {
            stalls++;
        }
        lastBeat = clock.getAsLong();
    }

    /** How often the process has stood still for too long; one that has just ended counts, noticed or not. */
    int stalls() {
        long beat = lastBeat;
        return stalls + (isStall(beat) ? 1 : 0);
    }

    private boolean isStall(long since) {
        return clock.getAsLong() - since > limitNanos;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
