package dev.rivulet.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MachineCpuTest {

    @Test
    void idleTimeAndGuestsDoNotCount() {
        String stat = "cpu  100 20 30 99999 8888 4 5 6 7000 800\ncpu0 1 2 3 4 5 6 7 8 9 10\n";
        assertThat(MachineCpu.busy(stat)).isEqualTo(Duration.ofMillis(1_650));
    }
}
