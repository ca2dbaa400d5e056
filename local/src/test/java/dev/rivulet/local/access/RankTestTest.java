package dev.rivulet.local.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RankTestTest {

    private final Random random = new Random(1);

    @Test
    void seriesOfOneKindAreNotToldApartWhateverFewOfThemAre() {
        List<Long> first = series(0);
        List<Long> second = series(0);
        assertThat(RankTest.smaller(first, second)).isBetween(0.4, 0.6);
        List<Long> disturbed = first.stream().map(value -> random.nextInt(20) == 0 ? value * 1_000 : value).toList();
        assertThat(RankTest.smaller(disturbed, second)).isBetween(0.4, 0.6);
    }

    @Test
    void aDifferenceOfAThirdOfTheSpreadIsFound() {
        assertThat(RankTest.smaller(series(0), series(350))).isGreaterThan(0.65);
        assertThat(RankTest.smaller(series(350), series(0))).isLessThan(0.35);
    }

    private List<Long> series(int later) {
        return LongStream.generate(() -> 1_000 + later + random.nextInt(1_000)).limit(200).boxed().toList();
    }
}
