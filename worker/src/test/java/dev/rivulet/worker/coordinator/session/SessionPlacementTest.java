package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.worker.coordinator.session.SessionScript.LIMITS;
import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static dev.rivulet.worker.coordinator.session.SessionScript.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.AttemptGivenUp;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.TurnJob;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Attempts run in other workers than the coordinator's. */
class SessionPlacementTest {

    private static final String EXECUTOR = "executor-1";
    private static final String OTHER = "worker-2";
    private static final AttemptLiveness ALIVE = open -> false;
    private static final AttemptLiveness EXECUTOR_LOST = open -> open.owner().equals(EXECUTOR);
    private static final TurnOptions ONCE = new TurnOptions(null, null, null, null, null, OnInterruption.FAIL, null);

    private SessionScript session = new SessionScript();

    @Test
    void theClaimNamesTheWorkerThatExecutesAndWhoClaimed() {
        AttemptClaimed claim = claimElsewhere();
        assertThat(claim.owner()).isEqualTo(EXECUTOR);
        assertThat(claim.writtenBy()).isEqualTo(WORKER);
        assertThat(session.dispatched).isEmpty();

        session.claim(claim);
        assertThat(session.of(Effect.Dispatch.class)).extracting(Effect.Dispatch::owner).containsExactly(EXECUTOR);
    }

    @Test
    void aStopGoesToTheWorkerThatExecutes() {
        TurnId turn = promptElsewhere();

        session.cancel(turn);

        assertThat(session.of(Effect.Stop.class)).containsExactly(new Effect.Stop(EXECUTOR, turn, 1));
    }

    @Test
    void theResultOfTheWorkerThatExecutesEndsTheTurn() {
        promptElsewhere();

        session.answer("an answer");

        assertThat(session.published()).hasSize(1);
        assertThat(session.session.active().idle()).isTrue();
    }

    @Test
    void aTurnWhoseExecutorIsLostStartsAgainWhereverThereIsRoom() {
        promptElsewhere();
        session.executor = Optional.of(OTHER);

        session.sweep(EXECUTOR_LOST);

        assertThat(session.session.active().open().owner()).isEqualTo(OTHER);
        assertThat(session.lastJob().attempt()).isEqualTo(2);
    }

    @Test
    void anAttemptThatAnotherTermClaimedForAnExecutorGoesOnThere() {
        AttemptClaimed claim = claimElsewhere();

        SessionScript successor = session.movedTo(OTHER);
        successor.claim(claim);

        assertThat(successor.effects).containsExactly(new Effect.Check(EXECUTOR, claim.turnId(), 1));
        successor.answer("an answer");
        assertThat(successor.published()).hasSize(1);
    }

    @Test
    void anAttemptThatAnotherTermClaimedForAnExecutorGoesOnThereAlsoIfASweepComesFirst() {
        AttemptClaimed claim = claimElsewhere();

        SessionScript successor = session.movedTo(OTHER);
        successor.sweep(ALIVE);
        assertThat(successor.effects).containsExactly(new Effect.Check(EXECUTOR, claim.turnId(), 1));
        successor.claim(claim);

        assertThat(successor.effects).isEmpty();
        assertThat(successor.session.active().open().owner()).isEqualTo(EXECUTOR);
    }

    @Test
    void anAttemptThatAnotherTermClaimedIsStoppedWhenItsTurnIsAboutToEnd() {
        AttemptClaimed claim = claimElsewhere();

        SessionScript successor = session.movedTo(OTHER);
        successor.cancel(claim.turnId());
        successor.claim(claim);

        assertThat(successor.effects).containsExactly(new Effect.Stop(EXECUTOR, claim.turnId(), 1));
    }

    @Test
    void anAttemptThatAnotherTermClaimedIsStoppedWhenItsTurnHasEnded() {
        AttemptClaimed claim = claimElsewhere();

        SessionScript successor = session.movedTo(OTHER);
        successor.cancel(claim.turnId());
        successor.echo();
        assertThat(successor.session.active().idle()).isTrue();
        successor.claim(claim);

        assertThat(successor.effects).containsExactly(new Effect.Stop(EXECUTOR, claim.turnId(), 1));
    }

    @Test
    void anAttemptThatAnotherTermClaimedForALostExecutorIsClaimedAgain() {
        claimElsewhere();

        SessionScript successor = session.movedTo(OTHER);
        successor.sweep(EXECUTOR_LOST);

        assertThat(successor.claims()).extracting(AttemptClaimed::attempt).containsExactly(2);
    }

    /** The coordinator that claimed may have crashed before it sent the job. */
    @Nested
    class AfterATakeover {

        @Test
        void theExecutorIsAskedOnceWhetherItHasTheAttempt() {
            TurnId turn = promptElsewhere();
            session = session.movedTo(OTHER);

            session.sweep(ALIVE);
            assertThat(session.effects).containsExactly(new Effect.Check(EXECUTOR, turn, 1));

            session.sweep(ALIVE);
            assertThat(session.effects).isEmpty();
        }

        @Test
        void theNextCoordinatorAsksAgain() {
            promptElsewhere();
            session = session.movedTo(OTHER);
            session.sweep(ALIVE);

            session = session.movedTo(WORKER);
            session.sweep(ALIVE);

            assertThat(session.of(Effect.Check.class)).hasSize(1);
        }

        @Test
        void theCoordinatorOfTheSameTermDoesNotAsk() {
            promptElsewhere();

            session.sweep(ALIVE);

            assertThat(session.effects).isEmpty();
        }

        @Test
        void anAttemptThatNeverArrivedStartsAsAnotherAndCountsAsNoStart() {
            TurnId turn = promptElsewhere();
            session = session.movedTo(OTHER);
            session.sweep(ALIVE);

            session.give(new AttemptGivenUp(SESSION, turn, 1, EXECUTOR));

            assertThat(session.dispatched).extracting(TurnJob::attempt).containsExactly(2);
            assertThat(session.session.active().open().starts()).isEqualTo(1);
        }
    }

    @Nested
    class GivenUp {

        @Test
        void theJobSaysHowOftenTheTurnWasPassedOn() {
            TurnId turn = promptElsewhere();

            session.give(new AttemptGivenUp(SESSION, turn, 1, EXECUTOR));
            assertThat(session.lastJob().handOvers()).isEqualTo(1);
            session.give(new AttemptGivenUp(SESSION, turn, 2, EXECUTOR));

            assertThat(session.lastJob().handOvers()).isEqualTo(2);
            assertThat(session.lastJob().waitingSince()).isEqualTo(turn.timestamp());
        }

        @Test
        void anAttemptThatHadBegunIsLost() {
            session.executor = Optional.of(EXECUTOR);
            TurnId turn = session.prompt("hi", ONCE);

            session.give(new AttemptGivenUp(SESSION, turn, 1, EXECUTOR, true));

            assertThat(session.reports()).extracting(TurnFinished::outcome).singleElement().isInstanceOfSatisfying(
                    Outcome.Failed.class, failed -> assertThat(failed.code()).isEqualTo(ErrorCode.WORKER_LOST.code()));
        }

        @Test
        void withoutEndIsAFault() {
            TurnId turn = promptElsewhere();
            for (int attempt = 1; session.reports().isEmpty(); attempt++) {
                assertThat(attempt).isLessThan(200);
                session.give(new AttemptGivenUp(SESSION, turn, attempt, EXECUTOR));
            }

            session.echo();

            assertThat(session.published()).singleElement().isInstanceOfSatisfying(TurnError.class,
                    end -> assertThat(end.code()).isEqualTo(ErrorCode.INTERNAL.code()));
        }

        @Test
        void afterTheTurnsEndWasDecidedItChangesNothing() {
            session.executor = Optional.of(EXECUTOR);
            TurnId turn = session.prompt("hi", ONCE);
            session.sweep(EXECUTOR_LOST);

            session.give(new AttemptGivenUp(SESSION, turn, 1, EXECUTOR));

            assertThat(session.claims()).isEmpty();
        }
    }

    /** No live worker executes turns. */
    @Nested
    class WithoutExecutors {

        @Test
        void promptsWaitAndStartInOrderWhenOneComes() {
            session.executor = Optional.empty();
            TurnId first = session.prompt("1");
            TurnId second = session.prompt("2");
            assertThat(session.queued()).containsExactly(first, second);
            session.sweep(ALIVE);
            assertThat(session.dispatched).isEmpty();

            session.executor = Optional.of(EXECUTOR);
            session.sweep(ALIVE);

            assertThat(session.open()).isEqualTo(first);
            assertThat(session.queued()).containsExactly(second);
            assertThat(session.dispatched).extracting(TurnJob::turn).containsExactly(first);
        }

        @Test
        void promptsEndWithTheirQueueTimeout() {
            session.executor = Optional.empty();
            session.prompt("1");

            session.passes(LIMITS.queueTimeout().plusSeconds(1));
            session.sweep(ALIVE);
            session.echo();

            assertQueueTimeout(session.published().getFirst());
            assertThat(session.session.active().hasTurns()).isFalse();
        }

        @Test
        void anInterruptGoesBeforeThoseThatWait() {
            session.executor = Optional.empty();
            TurnId first = session.prompt("1");

            TurnId second = session.prompt("2",
                    new TurnOptions(null, null, null, null, WhenBusy.INTERRUPT, null, null));

            assertThat(session.queued()).containsExactly(second, first);
        }

        @Test
        void aTurnWhoseWorkerWasLostStartsWhenOneComes() {
            promptElsewhere();
            session.executor = Optional.empty();
            session.sweep(EXECUTOR_LOST);
            Session waits = session.session;
            session.sweep(EXECUTOR_LOST);
            assertThat(session.session).isEqualTo(waits);

            session.executor = Optional.of(OTHER);
            session.sweep(EXECUTOR_LOST);

            assertThat(session.lastJob().attempt()).isEqualTo(3);
            assertThat(session.session.active().open().owner()).isEqualTo(OTHER);
        }

        @Test
        void aTurnWhoseWorkerWasLostEndsWithItsQueueTimeoutCountedFromThen() {
            promptElsewhere();
            session.passes(LIMITS.queueTimeout().plusSeconds(1));
            session.executor = Optional.empty();
            session.sweep(EXECUTOR_LOST);
            session.sweep(EXECUTOR_LOST);
            assertThat(session.reports()).isEmpty();

            session.passes(LIMITS.queueTimeout().plus(Duration.ofSeconds(1)));
            session.sweep(EXECUTOR_LOST);
            session.echo();

            assertQueueTimeout(session.published().getFirst());
        }

        private void assertQueueTimeout(ChunkEvent.Terminal end) {
            assertThat(end).isInstanceOfSatisfying(TurnError.class,
                    error -> assertThat(error.code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT.code()));
        }
    }

    /** A claim for the executor that its coordinator has not read back. */
    private AttemptClaimed claimElsewhere() {
        session.claimsComeBack = false;
        session.executor = Optional.of(EXECUTOR);
        session.prompt("hi");
        return session.claims().getFirst();
    }

    private TurnId promptElsewhere() {
        session.executor = Optional.of(EXECUTOR);
        return session.prompt("hi");
    }
}
