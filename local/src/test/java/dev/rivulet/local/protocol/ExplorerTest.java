package dev.rivulet.local.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.protocol.World.Faults;
import dev.rivulet.local.protocol.World.Rules;
import dev.rivulet.schemas.command.OnInterruption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every order of the steps of two workers that run one turn: what one wrote may reach Kafka at any time or be lost with
 * it, and at any time a worker may die, lose its partition without knowing it, or be taken for dead and go on writing.
 */
class ExplorerTest {

    @ParameterizedTest
    @EnumSource(OnInterruption.class)
    void aTurnEndsOnceForAllWhoeverDies(OnInterruption policy) {
        Explorer.Findings found = explore(Rules.ALL, policy, 2, new Faults(1, 1, 0, 0));

        assertThat(found.violation()).isNull();
        assertThat(found.ends()).containsExactly("done", "worker_lost");
    }

    @ParameterizedTest
    @EnumSource(OnInterruption.class)
    void aTurnEndsOnceForAllWhoeverIsTakenForDead(OnInterruption policy) {
        Explorer.Findings found = explore(Rules.ALL, policy, 2, new Faults(0, 1, 0, 1));

        assertThat(found.violation()).isNull();
        assertThat(found.ends()).contains("done");
    }

    @Test
    void aTurnEndsOnceForAllWhenOneIsTakenForDeadAndAnotherDies() {
        Explorer.Findings found = explore(Rules.ALL, OnInterruption.FAIL, 2, new Faults(1, 0, 0, 1));

        assertThat(found.violation()).isNull();
        assertThat(found.ends()).contains("done", "worker_lost");
    }

    @Test
    void twoCoordinatorsThatDoNotKnowOfEachOtherStartNoAttemptTwice() {
        Explorer.Findings found = explore(Rules.ALL, OnInterruption.RESTART, 0, new Faults(0, 0, 1, 0));

        assertThat(found.violation()).isNull();
        assertThat(found.worlds()).isGreaterThan(10_000);
    }

    @Test
    void withoutSealsReadersAreShownMoreThanTheEndCounts() {
        Explorer.Findings found = explore(new Rules(false, true), OnInterruption.FAIL, 2, new Faults(0, 1, 0, 1));

        assertThat(found.violation()).startsWith("readers were shown 1 deltas and an end that counts 0");
    }

    @Test
    void withoutReadingClaimsBackTwoExecutionsShareAnAttempt() {
        Explorer.Findings found = explore(new Rules(true, false), OnInterruption.RESTART, 2, new Faults(1, 0, 0, 0));

        assertThat(found.violation()).startsWith("two executions share an attempt");
    }

    private static Explorer.Findings explore(Rules rules, OnInterruption policy, int answer, Faults faults) {
        return Explorer.explore(new World(rules, policy, answer, faults));
    }
}
