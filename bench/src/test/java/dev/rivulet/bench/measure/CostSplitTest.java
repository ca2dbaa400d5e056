package dev.rivulet.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.bench.load.plan.Latency;
import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.process.ProcessRole;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CostSplitTest {

    private static final Offset<Double> ROUNDED = Offset.offset(1e-6);

    @Test
    void twoLengthsOfAnswersTellATurnFromItsTokens() {
        Measurement brief = measurement(100, 1, 1_000, 100_000); // 50 us a token and 2,000 us a turn
        Measurement lengthy = measurement(800, 1, 100, 80_000);
        assertThat(CostSplit.of(brief, List.of(brief, lengthy))).hasValueSatisfying(costs -> {
            assertThat(costs.perToken()).isCloseTo(50, ROUNDED);
            assertThat(costs.perTurn()).isCloseTo(2_000, ROUNDED);
        });
    }

    @Test
    void oneLengthTellsNothing() {
        Measurement brief = measurement(100, 1, 1_000, 100_000);
        assertThat(CostSplit.of(brief, List.of(brief))).isEmpty();
        assertThat(CostSplit.of(brief, List.of(brief, measurement(800, 2, 100, 80_000)))).as("of another run")
                .isEmpty();
        assertThat(CostSplit.of(brief, List.of(brief, measurement(800, 1, 800, 80_000)))).as("the same shares")
                .isEmpty();
    }

    private static Measurement measurement(int length, int run, long turns, long tokens) {
        Latency none = new Latency(0, 0, 0, 0, 0, 0);
        LoadResult load = new LoadResult(turns, tokens, 0, 0, 0, 0, 0, Map.of(), turns, tokens, tokens, none, none,
                none, none);
        double micros = 50.0 * tokens + 2_000.0 * turns;
        return new Measurement(Shape.POST, new Workload(1_000, 20, length, 20), 0, run, load, 20,
                Map.of(ProcessRole.WORKER, new TokenCost(micros / tokens, 0)), 0, Map.of(), Map.of());
    }
}
