package dev.rivulet.worker.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedBudgetTest {

    private static final ShareKey A = new ShareKey("a");
    private static final ShareKey B = new ShareKey("b");

    private final SharedBudget budget = new SharedBudget(1_000);

    @Test
    void aKeyAloneMayTakeFourFifths() {
        assertThat(takeAll(A)).isEqualTo(800);
    }

    @Test
    void whoComesWhenOthersHaveTakenAllTheyCanFindsRoom() {
        takeAll(A);

        assertThat(takeAll(B)).isEqualTo(160);
        List<ShareKey> keys = IntStream.range(0, 10).mapToObj(i -> new ShareKey("k" + i)).toList();
        assertThat(keys.stream().filter(key -> takeAll(key) > 0)).hasSizeGreaterThan(2);
        assertThat(budget.taken()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void aKeyMayTakeAgainWhenOthersHaveGivenBack() {
        takeAll(A);
        long second = takeAll(B);
        assertThat(budget.hasRoom(B, 1)).isFalse();

        budget.giveBack(A, 400);

        assertThat(takeAll(B)).isGreaterThan(300);
        budget.giveBack(A, 400);
        assertThat(budget.taken()).isGreaterThan(second).isLessThanOrEqualTo(800);
    }

    @Test
    void whatCannotBeRefusedCountsBeyondTheLimit() {
        budget.take(A, 2_000);

        assertThat(budget.taken()).isEqualTo(2_000);
        assertThat(budget.hasRoom(B, 1)).isFalse();
        budget.giveBack(A, 2_000);
        assertThat(budget.taken()).isZero();
        assertThat(budget.hasRoom(A, 800)).isTrue();
    }

    private long takeAll(ShareKey key) {
        long took = 0;
        while (budget.hasRoom(key, 1)) {
            budget.take(key, 1);
            took++;
        }
        return took;
    }
}
