package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StallDetectorTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // as nanoTime may, it wraps around
    private final AtomicLong wallClock = new AtomicLong(1_700_000_000_000L);
    private final StallDetector stallDetector = new StallDetector(Duration.ofNanos(10), clock::get, wallClock::get);

    @Test
    void aProcessThatRunsNeverStoodStill() {
        for (int i = 0; i < 5; i++) {
            clock.addAndGet(10);
            assertThat(stallDetector.stalls()).isZero();
            stallDetector.beat();
        }
        assertThat(stallDetector.stalls()).isZero();
    }

    @Test
    void aStandstillCountsOnceWhoeverNoticesItFirst() {
        clock.addAndGet(11);

        assertThat(stallDetector.stalls()).isOne();
        stallDetector.beat();
        assertThat(stallDetector.stalls()).isOne();
        clock.addAndGet(5);
        stallDetector.beat();
        assertThat(stallDetector.stalls()).isOne();
    }

    /** A paused guest: CLOCK_MONOTONIC, and so nanoTime, stands still with it. */
    @Test
    void aJumpOfTheWallClockIsAStandstillAlsoWhenNanoTimeStoodStill() {
        wallClock.addAndGet(5_000);

        assertThat(stallDetector.stalls()).isOne();
        stallDetector.beat();
        assertThat(stallDetector.stalls()).isOne();
    }

    @Test
    void aWallClockThatIsSetBackIsNone() {
        wallClock.addAndGet(-3_600_000);

        assertThat(stallDetector.stalls()).isZero();
        stallDetector.beat();
        assertThat(stallDetector.stalls()).isZero();
    }
}
