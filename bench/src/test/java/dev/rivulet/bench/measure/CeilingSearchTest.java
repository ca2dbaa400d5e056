package dev.rivulet.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CeilingSearchTest {

    private static final double PRECISION = 0.1;

    @Test
    void doublesUntilALevelDoesNotHoldThenHalvesTheDistance() {
        assertThat(levels(1_000, 10_000, 1_300)).containsExactly(1_000, 2_000, 1_500, 1_250, 1_375);
    }

    @Test
    void halvesWhenTheFirstLevelDoesNotHold() {
        assertThat(levels(1_000, 10_000, 300)).containsExactly(1_000, 500, 250, 375, 312, 281, 296);
    }

    @Test
    void triesNoMoreThanTheLimit() {
        assertThat(levels(1_000, 3_000, 100_000)).containsExactly(1_000, 2_000, 3_000);
        assertThat(levels(5_000, 3_000, 100_000)).containsExactly(3_000);
    }

    @Test
    void endsWhenNothingHolds() {
        assertThat(levels(4, 100, 0)).containsExactly(4, 2, 1);
    }

    @Test
    void fewStreamsAreBisectedToASingleOne() {
        assertThat(levels(2, 100, 3)).containsExactly(2, 4, 3);
    }

    private static List<Integer> levels(int from, int most, int ceiling) {
        CeilingSearch search = new CeilingSearch(from, most, PRECISION);
        List<Integer> levels = new ArrayList<>();
        for (int streams = search.next(); streams > 0; streams = search.next()) {
            levels.add(streams);
            search.tried(streams <= ceiling);
        }
        return levels;
    }
}
