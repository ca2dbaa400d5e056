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
final class Pulse implements AutoCloseable {

    private static final long BEAT_MS = 100;

    private final long limitNanos;
    private final LongSupplier clock;
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("pulse").factory());
    private volatile long lastBeat;
    private volatile int standstills; // written by one thread

    /**
     * @param limit less than the time after which the group gives up a member it does not hear of
     * @param clock as {@link System#nanoTime}
     */
    Pulse(Duration limit, LongSupplier clock) {
        this.limitNanos = limit.toNanos();
        this.clock = clock;
        this.lastBeat = clock.getAsLong();
    }

    static Pulse start(Duration limit) {
        Pulse pulse = new Pulse(limit, System::nanoTime);
        pulse.thread.scheduleAtFixedRate(pulse::beat, BEAT_MS, BEAT_MS, TimeUnit.MILLISECONDS);
        return pulse;
    }

    void beat() {
        // In this order, so that whoever sees the new beat sees what was before it.
        if (stoodStill(lastBeat)) {
            standstills++;
        }
        lastBeat = clock.getAsLong();
    }

    /** How often the process has stood still for too long; one that has just ended counts, noticed or not. */
    int standstills() {
        long beat = lastBeat;
        return standstills + (stoodStill(beat) ? 1 : 0);
    }

    private boolean stoodStill(long since) {
        return clock.getAsLong() - since > limitNanos;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
