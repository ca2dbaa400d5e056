package dev.rivulet.worker.coordinator;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StandstillTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // as nanoTime may, it wraps around
    private final Standstill standstill = new Standstill(Duration.ofNanos(10), clock::get);

    @Test
    void aCoordinatorThatKeepsMovingGoesOn() {
        standstill.begin();
        for (int i = 0; i < 5; i++) {
            clock.addAndGet(10);
            assertThatCode(standstill::check).doesNotThrowAnyException();
        }
    }

    @Test
    void oneThatStoodStillGivesUpBeforeItWrites() {
        standstill.begin();
        clock.addAndGet(11);

        assertThatThrownBy(standstill::check).isInstanceOf(StoodStillException.class);
        assertThatThrownBy(standstill::check).isInstanceOf(StoodStillException.class);
    }
}
