package dev.rivulet.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.bench.load.plan.LoadPlan;
import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.Shape;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnTest {

    private final LoadStatistics statistics = new LoadStatistics(
            new LoadPlan("test", Shape.FOLLOWED, List.of(1), 1, 1, 0, null, 0, 0, 0, 0, 0), List.of());
    private final AtomicInteger ends = new AtomicInteger();
    private final Turn turn = new Turn(1, statistics, ends::incrementAndGet);

    @Test
    void aFollowedTurnEndsWhenBothReadersHaveItsEnd() {
        turn.awaitOneMoreReader();
        turn.token(0, 0, 0);
        turn.end(null);
        assertThat(ends).hasValue(0);
        turn.end(null);
        assertThat(ends).hasValue(1);
        assertThat(statistics.result().flawless()).isTrue();
    }

    @Test
    void whatFailsForOneReaderEndsAtOnceAndOnce() {
        turn.awaitOneMoreReader();
        turn.end("cut");
        turn.end(null);
        turn.giveUp();
        assertThat(ends).hasValue(1);
        LoadResult result = statistics.result();
        assertThat(result.notEnded()).isEqualTo(1);
        assertThat(result.failures()).containsOnlyKeys("cut");
    }
}
