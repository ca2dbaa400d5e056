package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.worker.coordinator.session.SessionScript.LIMITS;
import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.worker.execution.TurnJob;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A coordinator that lost its partition does not know it, and goes on beside its successor, over the same log. */
class TwoCoordinatorsTest {

    private static final int ROUNDS = 60;

    private final SimulatedCluster cluster = new SimulatedCluster();
    private final TurnId turn = new TurnId(new UUID(1_700_000_000_000L << 16 | 0x7001, 0x8000_0000_0000_0000L));

    @Test
    void theyDoNotStartATurnMoreOftenThanItMayBeStarted() {
        SimulatedCluster.Coordinator old = cluster.coordinator(cluster.worker("w-1"));
        SimulatedCluster.Coordinator successor = cluster.coordinator(cluster.worker("w-2"));

        cluster.noticesArrive = false;
        prompt();
        bothGoOn(old, successor);

        assertThat(cluster.started()).extracting(TurnJob::attempt).hasSizeLessThanOrEqualTo(LIMITS.attempts())
                .doesNotHaveDuplicates();
        assertThat(cluster.terminals).containsKey(turn);
        assertThat(cluster.started()).as("attempts beside an end that counts no text").extracting(TurnJob::attempt)
                .doesNotContain(cluster.terminals.get(turn).getFirst().attempt());
        assertThat(List.of(old.session.active(), successor.session.active())).containsOnly(ActiveTurns.IDLE);
        assertThat(cluster.workers).allMatch(worker -> worker.running.isEmpty());
    }

    @Test
    void theOneOfTheEarlierGenerationStepsBackWhenItReadsAClaimOfTheOther() {
        SimulatedCluster.Coordinator old = cluster.coordinator(cluster.worker("w-1"), 7);
        SimulatedCluster.Coordinator successor = cluster.coordinator(cluster.worker("w-2"), 8);

        prompt();
        bothGoOn(old, successor);
        cluster.commands.add(new CancelRequested(SESSION, turn));
        bothGoOn(old, successor);

        assertThat(old.steppedBack).isTrue();
        assertThat(successor.steppedBack).isFalse();
        assertThat(cluster.started()).extracting(TurnJob::attempt).containsExactlyInAnyOrder(1, 2);
        assertThat(cluster.terminals.get(turn)).singleElement()
                .satisfies(end -> assertThat(end.attempt()).isEqualTo(2));
    }

    @Test
    void oneThatReadsTheClaimsOfAnEarlierGenerationGoesOn() {
        cluster.coordinator(cluster.worker("w-1"), 7);
        prompt();
        cluster.commands.add(new AttemptClaimed(SESSION, turn, 1, "w-1", "term-0", 7));
        SimulatedCluster.Coordinator successor = cluster.coordinator(cluster.worker("w-2"), 8);

        bothGoOn(successor);

        assertThat(successor.steppedBack).isFalse();
        assertThat(cluster.started()).extracting(TurnJob::attempt).containsExactly(2);
    }

    private void prompt() {
        cluster.commands.add(PromptRequested.ofPrompt(SESSION, turn, SimulatedCluster.ENDLESS, TurnOptions.NONE));
    }

    private void bothGoOn(SimulatedCluster.Coordinator... coordinators) {
        for (int round = 0; round < ROUNDS; round++) {
            for (SimulatedCluster.Coordinator coordinator : coordinators) {
                coordinator.readCommand();
                coordinator.readResult();
                coordinator.sweep();
                coordinator.deliver();
            }
        }
    }
}
