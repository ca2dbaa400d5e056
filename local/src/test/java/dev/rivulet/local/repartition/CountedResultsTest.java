package dev.rivulet.local.repartition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CountedResultsTest {

    @Test
    void whatWasReadAndNotCountedIsCopiedBehindWhatWasCounted() {
        assertThat(CountedResults.of(List.of(5L, 7L), List.of(3L, 7L)))
                .isEqualTo(new CountedResults(List.of(3L, 7L), List.of(5L, 7L), true));
    }

    @Test
    void whatWasCountedAndNotReadIsCopiedBehindWhatWasRead() {
        assertThat(CountedResults.of(List.of(5L, 7L), List.of(5L, 9L)))
                .isEqualTo(new CountedResults(List.of(5L, 7L), List.of(5L, 9L), false));
    }

    @Test
    void whereBothAreThereTheCountBeginsWithWhatWasNotRead() {
        assertThat(CountedResults.of(List.of(5L, 7L), List.of(3L, 9L)))
                .isEqualTo(new CountedResults(List.of(3L, 7L), List.of(5L, 7L), true));
    }
}
