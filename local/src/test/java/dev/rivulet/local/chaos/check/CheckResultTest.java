package dev.rivulet.local.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CheckResultTest {

    @Test
    void sharesOfTheTakeovers() {
        CheckResult findings = of(LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(findings.takeoverMs(0.5)).isEqualTo(100);
        assertThat(findings.takeoverMs(0.99)).isEqualTo(198);
        assertThat(findings.takeoverMs(1)).isEqualTo(200);
        assertThat(of(List.of()).takeoverMs(1)).isZero();
        assertThat(of(List.of(7L)).takeoverMs(0.5)).isEqualTo(7);
    }

    private static CheckResult of(List<Long> takeovers) {
        return new CheckResult(0, 0, Map.of(), 0, 0, 0, Map.of(), takeovers, List.of());
    }
}
