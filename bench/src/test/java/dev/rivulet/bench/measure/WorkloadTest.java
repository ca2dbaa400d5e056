package dev.rivulet.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkloadTest {

    @Test
    void turnsBeginAllTheTimeAndNotAllAtOnce() {
        Workload workload = new Workload(1_000, 20, 100, 20);
        assertThat(workload.ramp()).isEqualTo(workload.turn()).isEqualTo(Duration.ofSeconds(5));
        assertThat(new Workload(1_000, 20, 10, 20).ramp()).as("at most 500 starts a second")
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(new Workload(1_000, 20, 800, 20).ramp()).as("long turns are not waited for")
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void theWindowBeginsAfterTheLastStart() {
        Workload workload = new Workload(1_000, 20, 100, 20);
        assertThat(workload.measureFrom()).isGreaterThan(workload.ramp());
        assertThat(workload.measureTo()).isEqualTo(workload.measureFrom().plusSeconds(20));
    }

    @Test
    void aWarmUpTakesTheTimeThatWasAskedForOrLittleMore() {
        Workload workload = new Workload(1_000, 20, 100, 20);
        assertThat(workload.warmUp(60).measureTo().plus(workload.turn())).isEqualTo(Duration.ofSeconds(60));
        assertThat(workload.warmUp(1).seconds()).isEqualTo(1);
    }

    @Test
    void aLoadOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Workload(0, 20, 100, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new Workload(1, 20, 0, 5))
                .withMessageContaining("tokens");
    }
}
