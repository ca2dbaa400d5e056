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
 * <p>Both clocks count: {@link System#nanoTime} stands still while a virtual machine is paused, and the wall clock can
 * be set. A wall clock that is set forward counts as a stall, which only costs a restart of the coordination.
 *
 * <p>A thread of its own beats, not the coordinator's: a coordinator that waits for Kafka is not stalled, as its
 * consumer's heartbeats go on. Thread-safe.
 */
final class StallDetector implements AutoCloseable {

    private static final long BEAT_MS = 100;

    private final long limitNanos;
    private final LongSupplier clock;
    private final LongSupplier wallClock;
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("stall-detector").factory());
    private volatile Beat lastBeat;
    private volatile int stalls; // written by one thread

    private record Beat(long nanos, long wallMs) {}

    /**
     * @param limit shorter than the group's session time-out
     * @param clock as {@link System#nanoTime}
     * @param wallClock as {@link System#currentTimeMillis}
     */
    StallDetector(Duration limit, LongSupplier clock, LongSupplier wallClock) {
        this.limitNanos = limit.toNanos();
        this.clock = clock;
        this.wallClock = wallClock;
        this.lastBeat = now();
    }

    static StallDetector start(Duration limit) {
        StallDetector stallDetector = new StallDetector(limit, System::nanoTime, System::currentTimeMillis);
        stallDetector.thread.scheduleAtFixedRate(stallDetector::beat, BEAT_MS, BEAT_MS, TimeUnit.MILLISECONDS);
        return stallDetector;
    }

    void beat() {
        // In this order: a thread that sees the new beat also sees the new count.
        if (isStall(lastBeat)) {
            stalls++;
        }
        lastBeat = now();
    }

    /**
     * Returns how often the process was stalled. A stall that has just ended counts already, even before the next beat.
     */
    int stalls() {
        Beat beat = lastBeat;
        return stalls + (isStall(beat) ? 1 : 0);
    }

    private boolean isStall(Beat since) {
        Beat now = now();
        return now.nanos() - since.nanos() > limitNanos
                || TimeUnit.MILLISECONDS.toNanos(now.wallMs() - since.wallMs()) > limitNanos;
    }

    private Beat now() {
        return new Beat(clock.getAsLong(), wallClock.getAsLong());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
