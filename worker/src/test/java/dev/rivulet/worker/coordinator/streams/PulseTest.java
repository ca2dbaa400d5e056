package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // as nanoTime may, it wraps around
    private final Pulse pulse = new Pulse(Duration.ofNanos(10), clock::get);

    @Test
    void aProcessThatRunsNeverStoodStill() {
        for (int i = 0; i < 5; i++) {
            clock.addAndGet(10);
            assertThat(pulse.standstills()).isZero();
            pulse.beat();
        }
        assertThat(pulse.standstills()).isZero();
    }

    @Test
    void aStandstillCountsOnceWhoeverNoticesItFirst() {
        clock.addAndGet(11);

        assertThat(pulse.standstills()).isOne();
        pulse.beat();
        assertThat(pulse.standstills()).isOne();
        clock.addAndGet(5);
        pulse.beat();
        assertThat(pulse.standstills()).isOne();
    }
}
