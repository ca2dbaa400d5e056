package dev.rivulet.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.bench.load.plan.Latency;
import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SustainedLimitsTest {

    private static final SustainedLimits LIMITS = new SustainedLimits(Duration.ofMillis(250), Duration.ofSeconds(1),
            0.9);
    private static final int EXPECTED_TURNS = 2_000; // 1,000 streams x 20 tokens/s, 100 tokens a turn, for 10 s

    @Test
    void aLoadWithinAllLimitsIsSustained() {
        assertThat(missed(0, 0, EXPECTED_TURNS, 250, 1_000)).isEmpty();
        assertThat(missed(0, 0, EXPECTED_TURNS * 9 / 10, 250, 1_000)).isEmpty();
    }

    @Test
    void eachLimitIsHeldByItself() {
        assertThat(missed(1, 0, EXPECTED_TURNS, 1, 1)).containsExactly("1 tokens lost, duplicated or out of order");
        assertThat(missed(0, 2, EXPECTED_TURNS, 1, 1)).containsExactly("2 turns did not end");
        assertThat(missed(0, 0, EXPECTED_TURNS, 251, 1)).containsExactly("p99 of a token 251 ms");
        assertThat(missed(0, 0, EXPECTED_TURNS, 1, 1_001)).containsExactly("p99 of the first token 1001 ms");
        assertThat(missed(0, 0, EXPECTED_TURNS * 8 / 10, 1, 1)).containsExactly("80 % of the turns");
    }

    private static List<String> missed(long lost, int notEnded, int turns, long tokenMillis, long firstMillis) {
        LoadResult load = new LoadResult(turns, 0, 0, lost, 0, 0, notEnded, Map.of(), turns, 200_000, 200_000,
                p99(firstMillis), p99(1), p99(tokenMillis), p99(1));
        return LIMITS.missed(new Measurement(Shape.POST, new Workload(1_000, 20, 100, 10), 0, 1, load, 10, Map.of(), 0,
                Map.of(), Map.of()));
    }

    private static Latency p99(long millis) {
        return new Latency(100, 0, 0, millis * 1_000, 0, 0);
    }
}
