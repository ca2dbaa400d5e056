package dev.rivulet.local.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.chaos.load.NamedTurns.NamedTurn;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamedTurnsTest {

    private final Random random = new Random(1);
    private final NamedTurns turns = new NamedTurns();

    @Test
    void nobodyIsGivenItsOwnSessionAsAStrangersBecauseAnotherHasUsedTheName() {
        TurnPlan owners = TurnPlan.draw(random, OwnerMark.of("p1") + "c.0", "session");
        turns.add(new NamedTurn(owners, "a", ""));
        turns.add(new NamedTurn(TurnPlan.plain(random, OwnerMark.of("p2") + "i0", owners), "b", ""));
        assertThat(turns.ofOthers("p1", random)).isEmpty();
        assertThat(turns.ofOthers("p2", random)).map(NamedTurn::turn).contains("a");
        assertThat(turns.ofOthers("p3", random)).map(NamedTurn::turn).contains("a");
    }
}
