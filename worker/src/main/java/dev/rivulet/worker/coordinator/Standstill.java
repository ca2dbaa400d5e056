package dev.rivulet.worker.coordinator;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Notices that a coordinator stood still, its process stopped or starved, for so long that its partition may be another's
 * by now. Going on would write old state behind the new one's, and whoever restores the partition next would believe it:
 * a state store's changelog has no fence without transactions. So the coordinator gives up before it writes anything, and
 * its thread is replaced. Belongs to the coordinator's thread.
 */
final class Standstill {

    private final long limitNanos;
    private final LongSupplier clock;
    private long lastSeen;

    /**
     * @param limit less than the time after which the group gives up a member it does not hear of
     * @param clock as {@link System#nanoTime}
     */
    Standstill(Duration limit, LongSupplier clock) {
        this.limitNanos = limit.toNanos();
        this.clock = clock;
    }

    void begin() {
        lastSeen = clock.getAsLong();
    }

    /** @throws StoodStillException when the last call was too long ago */
    void check() {
        long now = clock.getAsLong();
        long gap = now - lastSeen;
        if (gap > limitNanos) {
            throw new StoodStillException(Duration.ofNanos(gap));
        }
        lastSeen = now;
    }
}
