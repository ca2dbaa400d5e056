package dev.rivulet.gateway.stream.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.IntSummaryStatistics;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReconnectDelayTest {

    @Test
    void clientsThatEndTogetherComeBackApart() {
        ReconnectDelay delay = new ReconnectDelay(Duration.ofSeconds(1));
        IntSummaryStatistics drawn = IntStream.range(0, 10_000).map(i -> delay.nextMillis()).summaryStatistics();
        assertThat(drawn.getMin()).isBetween(500, 600);
        assertThat(drawn.getMax()).isBetween(1_400, 1_500);
        assertThat(drawn.getAverage()).isBetween(950.0, 1_050.0);
    }

    @Test
    void everyDurationIsATime() {
        assertThat(new ReconnectDelay(Duration.ofMillis(1)).nextMillis()).isZero();
        assertThat(new ReconnectDelay(Duration.ofDays(100_000)).nextMillis()).isPositive();
    }
}
