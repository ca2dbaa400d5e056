package dev.rivulet.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkloadTest {

    @Test
    void onlyRunningStreamsAreMeasured() {
        Workload workload = new Workload(1_000, 20, 20);
        assertThat(workload.tokens()).isEqualTo(400);
        assertThat(workload.ramp()).isEqualTo(Duration.ofSeconds(2));
        assertThat(workload.measureFrom()).isGreaterThan(workload.ramp());
        assertThat(workload.measureTo()).isLessThan(Duration.ofSeconds(20)).isGreaterThan(workload.measureFrom());
    }

    @Test
    void aLoadTooShortToMeasureIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Workload(4_000, 20, 5))
                .withMessageContaining("4000 streams take at least 11 seconds");
    }

    @Test
    void warmingUpNeverTakesLessThanItMust() {
        assertThat(new Workload(4_000, 20, 30).warmUp(5).seconds()).isGreaterThanOrEqualTo(11);
        assertThat(new Workload(100, 20, 30).warmUp(8).seconds()).isEqualTo(8);
    }
}
