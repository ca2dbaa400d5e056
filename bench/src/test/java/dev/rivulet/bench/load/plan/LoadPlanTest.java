package dev.rivulet.bench.load.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadPlanTest {

    private static final long BETWEEN_TOKENS = TimeUnit.MILLISECONDS.toNanos(50);

    @ParameterizedTest
    @CsvSource({"100,5", "100,10", "500,5", "1000,5", "1000,10"})
    void tokensOfDifferentStreamsAreNotDueAtTheSameMoments(int streams, int rampSeconds) {
        LoadPlan plan = plan(streams, rampSeconds);
        long[] tenths = new long[10]; // of the time between two tokens of a stream, and how many streams' are due then
        starts(plan).forEach(start -> tenths[(int) (start % BETWEEN_TOKENS * 10 / BETWEEN_TOKENS)]++);
        assertThat(LongStream.of(tenths).boxed())
                .allSatisfy(due -> assertThat(due).isBetween(streams / 30L, streams / 4L));
    }

    @Test
    void streamsStartOneAfterTheOtherWithinTheRampAndAlikeInEachRun() {
        LoadPlan plan = plan(100, 5);
        assertThat(starts(plan).boxed().toList()).isSorted()
                .allSatisfy(start -> assertThat(start).isBetween(0L, plan.rampNanos()))
                .isEqualTo(starts(plan(100, 5)).boxed().toList());
    }

    private static LongStream starts(LoadPlan plan) {
        return IntStream.range(0, plan.streams()).mapToLong(plan::startOf);
    }

    private static LoadPlan plan(int streams, int rampSeconds) {
        return new LoadPlan("p", Shape.DIRECT, List.of(1), streams, 100, 0, null, 0,
                TimeUnit.SECONDS.toNanos(rampSeconds), 0, 0, 0);
    }
}
