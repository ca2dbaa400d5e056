package dev.rivulet.gateway.log.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartitionSharesTest {

    private static final long SECOND = 1_000_000_000;
    /** Near the overflow: {@link System#nanoTime} may begin anywhere. */
    private static final long NOW = Long.MAX_VALUE - SECOND;

    private final PartitionShares shares = new PartitionShares(Set.of(1, 2), Duration.ofSeconds(30));

    @Test
    void readsWhatItPrefersAndNothingElse() {
        assertThat(shares.wanted(NOW)).containsExactly(1, 2);
        shares.prefer(Set.of(2, 5));
        assertThat(shares.wanted(NOW)).containsExactly(2, 5);
        assertThat(shares.prefers(5)).isTrue();
        assertThat(shares.prefers(1)).isFalse();
        shares.prefer(Set.of());
        assertThat(shares.wanted(NOW)).isEmpty();
    }

    @Test
    void aReaderBringsItsPartitionAlongWhileItIsThere() {
        assertThat(shares.lease(7)).isTrue();
        assertThat(shares.lease(7)).as("a second reader joins nothing").isFalse();
        assertThat(shares.wanted(NOW)).containsExactly(1, 2, 7);
        shares.release(7, NOW);
        assertThat(shares.wanted(NOW + 60 * SECOND)).as("one is still there").containsExactly(1, 2, 7);
    }

    @Test
    void aPartitionIsLeftSomeTimeAfterItsLastReader() {
        shares.lease(7);
        shares.release(7, NOW);
        assertThat(shares.wanted(NOW + 29 * SECOND)).containsExactly(1, 2, 7);
        assertThat(shares.wanted(NOW + 30 * SECOND)).containsExactly(1, 2);
        assertThat(shares.lease(7)).as("it must be joined anew").isTrue();
    }

    @Test
    void aReaderThatComesBackInTimeKeepsItsPartition() {
        shares.lease(7);
        shares.release(7, NOW);
        assertThat(shares.lease(7)).as("it is still read").isFalse();
        assertThat(shares.wanted(NOW + 60 * SECOND)).containsExactly(1, 2, 7);
        shares.release(7, NOW + 60 * SECOND);
        assertThat(shares.wanted(NOW + 89 * SECOND)).as("the time counts anew").contains(7);
        assertThat(shares.wanted(NOW + 90 * SECOND)).doesNotContain(7);
    }

    @Test
    void aPartitionThatIsNoLongerPreferredStaysForItsReaders() {
        assertThat(shares.lease(1)).as("it is read anyway").isFalse();
        shares.prefer(Set.of(2));
        assertThat(shares.wanted(NOW)).containsExactly(1, 2);
        shares.release(1, NOW);
        assertThat(shares.wanted(NOW + 30 * SECOND)).containsExactly(2);
    }

    @Test
    void withoutLingerAPartitionIsLeftAtOnce() {
        PartitionShares eager = new PartitionShares(Set.of(), Duration.ZERO);
        eager.lease(3);
        eager.release(3, NOW);
        assertThat(eager.wanted(NOW)).isEmpty();
    }
}
