package dev.rivulet.local.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.protocol.World.Faults;
import dev.rivulet.local.protocol.World.Placing;
import dev.rivulet.local.protocol.World.Policy;
import dev.rivulet.local.protocol.World.Rule;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every order of the steps of workers that run one turn: what one wrote may reach Kafka at any time or be lost with it,
 * and at any time a worker may die, lose its partition without knowing it, or be taken for dead and go on writing.
 */
class ExplorerTest {

    private static final Set<Rule> ALL = EnumSet.allOf(Rule.class);

    @ParameterizedTest
    @EnumSource
    void aTurnEndsOnceForAllWhoeverDies(Policy policy) {
        Explorer.Findings found = holds(policy, Placing.HERE, 2, new Faults(1, 1, 0, 0));

        assertThat(found.ends()).contains("done");
        assertThat(found.worlds()).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @EnumSource
    void aTurnThatRunsElsewhereEndsOnceForAllWhoeverDies(Policy policy) {
        Explorer.Findings found = holds(policy, Placing.ELSEWHERE, 2, new Faults(1, 0, 0, 0));

        assertThat(found.ends()).contains("done");
    }

    @ParameterizedTest
    @EnumSource
    void aTurnEndsOnceForAllWhoeverIsTakenForDead(Policy policy) {
        Explorer.Findings found = holds(policy, Placing.HERE, 2, new Faults(0, 1, 0, 1));

        assertThat(found.ends()).contains("done");
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL", "CONTINUE"})
    void aTurnEndsOnceForAllWhenOneIsTakenForDeadAndAnotherDies(Policy policy) {
        Explorer.Findings found = holds(policy, Placing.HERE, 2, new Faults(1, 0, 0, 1));

        assertThat(found.ends()).contains("done");
    }

    @Test
    void twoCoordinatorsThatDoNotKnowOfEachOtherStartNoAttemptTwice() {
        Explorer.Findings found = holds(Policy.RESTART, Placing.HERE, 0, new Faults(0, 0, 1, 0));

        assertThat(found.worlds()).isGreaterThan(10_000);
    }

    @Test
    void withoutSealsReadersAreShownMoreThanTheEndCounts() {
        Explorer.Findings found = Explorer.explore(
                new World(without(Rule.SEALS), Policy.FAIL, Placing.HERE, 2, new Faults(0, 1, 0, 1)));

        assertThat(found.violation()).startsWith("readers were shown 1 deltas and an end that counts 0");
    }

    @Test
    void withoutSealsReadersDoNotHaveTheTextThatIsContinued() {
        Explorer.Findings found = Explorer.explore(
                new World(without(Rule.SEALS), Policy.CONTINUE, Placing.HERE, 2, new Faults(0, 1, 0, 1)));

        assertThat(found.violation()).startsWith("readers of a turn that continues lost their text");
    }

    @Test
    void withoutReadingClaimsBackTwoExecutionsShareAnAttempt() {
        Explorer.Findings found = Explorer.explore(new World(without(Rule.CLAIMS_ARE_READ_BACK), Policy.RESTART,
                Placing.HERE, 2, new Faults(1, 0, 0, 0)));

        assertThat(found.violation()).startsWith("two executions share an attempt");
    }

    @Test
    void withoutAskingOwnersATurnWhoseJobWasLostNeverEnds() {
        Explorer.Findings found = Explorer.explore(new World(without(Rule.OWNERS_ARE_ASKED), Policy.RESTART,
                Placing.ELSEWHERE, 2, new Faults(1, 0, 0, 0)));

        assertThat(found.violation()).startsWith("the turn never ends");
    }

    /** With all rules nothing breaks a promise. */
    private static Explorer.Findings holds(Policy policy, Placing placing, int answer, Faults faults) {
        Explorer.Findings found = Explorer.explore(new World(ALL, policy, placing, answer, faults));
        assertThat(found.violation()).isNull();
        return found;
    }

    private static Set<Rule> without(Rule rule) {
        return EnumSet.complementOf(EnumSet.of(rule));
    }
}
