package dev.rivulet.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationTest {

    @Test
    void aPartitionThatWasNeverCopiedKeepsItsNumber() {
        for (int partition : new int[]{0, 1, 47, 16_383, 20_000}) {
            assertThat(Generation.number(0, partition)).isEqualTo(partition);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void theSamePartitionHasAnotherNumberThanInTheThreeGenerationsBefore(int generation) {
        int number = Generation.number(generation, 11);
        assertThat(number).isLessThan(1 << 16);
        assertThat(Generation.isOf(generation, number)).isTrue();
        assertThat(Generation.partition(number)).isEqualTo(11);
        for (int before = Math.max(0, generation - 3); before < generation; before++) {
            assertThat(Generation.isOf(before, number)).isFalse();
        }
    }

    @Test
    void theNumberOfPartitionsSaysTheGenerationOnlyWhenAllIsCopied() {
        assertThat(Generation.ofPartitions(1)).isZero();
        assertThat(Generation.ofPartitions(Generation.partitions(3))).isEqualTo(3);
    }

    @Test
    void aCopyOfACopySaysWhereItWasLast() {
        RecordHeaders headers = new RecordHeaders();
        new CopiedFrom(3, 17).writeTo(headers);
        new CopiedFrom(5, 1L << 40).writeTo(headers);
        assertThat(CopiedFrom.read(headers)).contains(new CopiedFrom(5, 1L << 40));
        assertThat(headers.toArray()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "3", "a/1", "1/", "1/9999999999999999999"})
    void aHeaderThatCannotBeReadIsNone(String text) {
        assertThat(CopiedFrom.read(new RecordHeaders().add(CopiedFrom.HEADER, text.getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
    }
}
