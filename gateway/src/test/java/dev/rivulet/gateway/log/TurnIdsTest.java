package dev.rivulet.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.TurnId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TurnIdsTest {

    private static final int COUNT = 20_000;
    /** So many of the 62 lower random bits are left when the highest are compared. */
    private static final int LOWER = 22;

    @Test
    void idsOfOneMillisecondAreNoNeighbours() {
        List<TurnId> ids = Stream.generate(new TurnIds()::next).limit(COUNT).toList();
        int together = 0;
        for (int i = 1; i < COUNT; i++) {
            TurnId one = ids.get(i - 1);
            TurnId next = ids.get(i);
            together += one.timestamp() == next.timestamp() ? 1 : 0;
            // 40 bits: equal by chance once in fifty million runs.
            assertThat(one.value().getLeastSignificantBits() >>> LOWER)
                    .isNotEqualTo(next.value().getLeastSignificantBits() >>> LOWER);
        }
        assertThat(together).as("ids made in the same millisecond as the one before").isPositive();
    }
}
