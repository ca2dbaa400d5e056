package dev.rivulet.bench.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LogScaleTest {

    private static final Offset<Double> ROUNDED = Offset.offset(1e-6);

    @Test
    void theAxisEndsAtRoundNumbersAroundAllValues() {
        assertThat(LogScale.of(List.of(130.0, 1_500.0), 0, 100).ticks()).containsExactly(100.0, 200.0, 500.0, 1_000.0,
                2_000.0);
        assertThat(LogScale.of(List.of(100.0, 1_000.0), 0, 100).ticks()).containsExactly(100.0, 200.0, 500.0, 1_000.0);
    }

    @Test
    void aSingleValueHasAnAxisToo() {
        LogScale scale = LogScale.of(List.of(4.0), 0, 100);
        assertThat(scale.ticks()).containsExactly(2.0, 5.0);
        assertThat(scale.at(4)).isBetween(0.0, 100.0);
        assertThat(LogScale.of(List.of(5.0), 0, 100).ticks()).containsExactly(5.0, 10.0);
    }

    @Test
    void equalRatiosAreEquallyFarApart() {
        LogScale scale = LogScale.of(List.of(1.0, 100.0), 300, -200);
        assertThat(scale.at(1)).isCloseTo(300, ROUNDED);
        assertThat(scale.at(10)).isCloseTo(200, ROUNDED);
        assertThat(scale.at(100)).isCloseTo(100, ROUNDED);
    }
}
