package dev.rivulet.local.repartition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopiedOffsetsTest {

    @Test
    void eachPartitionHasItsOwnAndWhatWasNotCopiedHasNone() {
        CopiedOffsets offsets = new CopiedOffsets();
        offsets.expect(0, 100, 103);
        offsets.expect(1, 0, 1);
        offsets.add(0, 100, 7);
        offsets.add(0, 102, 3);
        offsets.add(1, 0, 9);

        assertThat(offsets.of(0, 100)).hasValue(7);
        assertThat(offsets.of(0, 101)).isEmpty();
        assertThat(offsets.of(0, 102)).hasValue(3);
        assertThat(offsets.of(1, 0)).hasValue(9);
        assertThat(offsets.of(0, 99)).isEmpty();
        assertThat(offsets.of(0, 103)).isEmpty();
        assertThat(offsets.of(2, 0)).isEmpty();
    }
}
