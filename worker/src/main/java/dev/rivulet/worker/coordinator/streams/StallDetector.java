package dev.rivulet.worker.coordinator.streams;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Detects that this process was stalled (stopped, swapped out or without CPU) for so long that its partitions may be
 * assigned to another worker. A coordinator that went on would write old state behind that of its successor, and the
 * next restore would take it: without transactions, nothing keeps an old owner from writing to a changelog. So the
 * coordinator fails before it writes, and its thread is replaced.
 *
 * <p>A thread of its own beats, not the coordinator's: a coordinator that waits for Kafka is not stalled, as its
 * consumer's heartbeats go on. Thread-safe.
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
     * @param limit shorter than the group's session time-out
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
        // In this order: a thread that sees the new beat also sees the new count.
        if (isStall(lastBeat)) {
            stalls++;
        }
        lastBeat = clock.getAsLong();
    }

    /**
     * Returns how often the process was stalled. A stall that has just ended counts already, even before the next beat.
     */
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
