package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static dev.rivulet.worker.coordinator.session.SessionScript.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.AttemptGivenUp;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.TurnJob;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** No attempt is started twice, whatever a crash loses and whoever still believes to own the session. */
class SessionClaimTest {

    private static final AttemptLiveness ALIVE = turn -> false;
    private static final AttemptLiveness LOST = turn -> true;
    private static final String OTHER = "worker-2";

    private SessionScript session = new SessionScript();
    private PromptRequested prompt;
    private AttemptClaimed claim;

    @BeforeEach
    void anOpenTurnWhoseClaimIsUnderWay() {
        session.claimsComeBack = false;
        prompt = PromptRequested.ofPrompt(SESSION, session.mint(), "hi", TurnOptions.NONE);
        session.send(prompt);
        claim = session.claims().getFirst();
    }

    @Test
    void aTurnStartsWhenItsClaimIsReadAndNotBefore() {
        assertThat(claim.attempt()).isEqualTo(1);
        assertThat(session.dispatched).isEmpty();

        session.claim(claim);

        assertThat(session.dispatched).extracting(TurnJob::turn).containsExactly(prompt.turnId());
    }

    @Test
    void aTurnBehindAnotherIsClaimedWhenThatEnds() {
        session.claim(claim);
        TurnId second = session.prompt("2");

        session.answer("a");

        assertThat(session.claims()).singleElement()
                .satisfies(next -> assertThat(next.turnId()).isEqualTo(second));
        assertThat(session.dispatched).hasSize(1);
    }

    @Test
    void aClaimThatIsReadAgainStartsNothing() {
        session.claim(claim);
        Session before = session.session;

        session.claim(claim);

        assertThat(session.effects).isEmpty();
        assertThat(session.session).isEqualTo(before);
    }

    @Test
    void aClaimOfAnEndedTurnStartsNothing() {
        session.claim(claim);
        session.answer("a");

        session.claim(claim);

        assertThat(session.effects).isEmpty();
    }

    @Test
    void theTimeOfAnAttemptCountsFromItsStart() {
        session.passes(SessionScript.LIMITS.overdue());
        session.claim(claim);
        session.passes(Duration.ofSeconds(1));

        session.sweep(ALIVE);

        assertThat(session.effects).isEmpty();
    }

    @Test
    void whileTheClaimIsUnderWayNothingIsLost() {
        session.sweep(LOST);

        assertThat(session.effects).isEmpty();
    }

    /** The other coordinator read the claim, started the attempt and was gone before Kafka had its state. */
    @Nested
    class AfterACrash {

        @Test
        void whatAnotherClaimedIsNotStartedAgain() {
            SessionScript survivor = session.movedTo(OTHER);

            survivor.claim(claim);
            assertThat(survivor.dispatched).isEmpty();
            assertThat(survivor.claims()).singleElement().satisfies(next -> assertThat(next.attempt()).isEqualTo(2));
            assertThat(survivor.of(Effect.Stop.class)).containsExactly(new Effect.Stop(WORKER, prompt.turnId(), 1));
            survivor.claim(survivor.claims().getFirst());

            assertThat(survivor.dispatched).extracting(TurnJob::attempt).containsExactly(2);
        }

        @Test
        void whatThisProcessClaimedBeforeThePartitionCameBackIsNotStartedAgain() {
            SessionScript again = session.movedTo(WORKER);

            again.claim(claim);
            assertThat(again.dispatched).isEmpty();
            again.claim(again.claims().getFirst());

            assertThat(again.dispatched).extracting(TurnJob::attempt).containsExactly(2);
        }

        @Test
        void aReplayFromBeforeThePromptFindsTheClaim() {
            SessionScript survivor = session.movedTo(OTHER, Session.NEW);
            survivor.send(prompt);
            AttemptClaimed own = survivor.claims().getFirst();
            assertThat(own.attempt()).isEqualTo(1);

            survivor.claim(claim);
            AttemptClaimed next = survivor.claims().getFirst();
            survivor.claim(own);
            survivor.claim(next);

            assertThat(survivor.dispatched).extracting(TurnJob::attempt).containsExactly(2);
        }

        /** Commands and results lie in different partitions: which of them is read first is not said. */
        @Test
        void aClaimIsKeptInMindThatIsReadBeforeTheResultWhichLedToIt() {
            session.claim(claim);
            TurnId second = session.prompt("2");
            Session restored = session.session;
            session.answer("a");
            AttemptClaimed lost = session.claims().getFirst();
            session.claim(lost);
            TurnFinished result = SessionScript.result(prompt.turnId(), 1, WORKER,
                    new Outcome.Completed("stop", null), "a");

            SessionScript survivor = session.movedTo(OTHER, restored);
            survivor.claim(lost);
            survivor.finish(result);
            assertThat(survivor.open()).isEqualTo(second);
            survivor.claim(survivor.claims().getFirst());

            assertThat(survivor.dispatched).extracting(TurnJob::attempt).containsExactly(2);
        }

        @Test
        void aClaimThatNeverReachedTheLogIsMadeAnew() {
            SessionScript survivor = session.movedTo(OTHER);

            survivor.sweep(ALIVE);
            AttemptClaimed next = survivor.claims().getFirst();
            assertThat(next.attempt()).isEqualTo(2);
            survivor.sweep(ALIVE);
            assertThat(survivor.effects).isEmpty();
            survivor.claim(claim);
            assertThat(survivor.effects).containsExactly(new Effect.Stop(WORKER, prompt.turnId(), 1));
            survivor.claim(next);

            assertThat(survivor.dispatched).extracting(TurnJob::attempt).containsExactly(2);
            // It has waited since it was accepted: nobody is known to have run it.
            assertThat(survivor.lastJob().waitingSince()).isEqualTo(prompt.turnId().timestamp());
        }

        @Test
        void aClaimAheadOfTheStateIsPassed() {
            session.claim(claim);
            Session restored = session.session;
            session.sweep(LOST);
            AttemptClaimed second = session.claims().getFirst();
            session.claim(second);

            SessionScript survivor = session.movedTo(OTHER, restored);
            survivor.claim(claim);
            survivor.claim(second);
            survivor.claim(survivor.claims().getFirst());

            assertThat(survivor.dispatched).extracting(TurnJob::attempt).containsExactly(3);
        }

        @Test
        void theAnswerOfAnAttemptWhoseClaimWasNotReadYetCounts() {
            SessionScript survivor = session.movedTo(OTHER);
            TurnFinished result = SessionScript.result(prompt.turnId(), 1, WORKER,
                    new Outcome.Completed("stop", null), "a");

            survivor.finish(result);
            survivor.claim(claim);

            assertThat(survivor.session.conversation().endedTurn(prompt.turnId()).orElseThrow().terminal())
                    .isEqualTo(result.terminal());
            assertThat(survivor.dispatched).isEmpty();
        }

        /** The state of the turn before had not reached Kafka; the replay of the prompt puts the turn behind it. */
        @Test
        void theAnswerOfAnAttemptEndsATurnThatStillWaits() {
            session.claim(claim);
            TurnId second = session.prompt("2");
            Session restored = session.session;
            session.answer("a");
            session.claim(session.claims().getFirst());
            TurnFinished result = session.answer("b");

            SessionScript survivor = session.movedTo(OTHER, restored);
            survivor.finish(result);

            assertThat(survivor.published()).containsExactly(result.terminal());
            assertThat(survivor.queued()).doesNotContain(second);
        }

        @Test
        void aTurnThatMustNotStartAgainStartsAsLongAsNoStartIsKnown() {
            TurnOptions once = new TurnOptions(null, null, null, null, null, OnInterruption.FAIL, null);
            SessionScript fresh = new SessionScript();
            fresh.claimsComeBack = false;
            fresh.prompt("once", once);

            SessionScript survivor = fresh.movedTo(OTHER);
            survivor.sweep(LOST);
            survivor.claim(survivor.claims().getFirst());
            assertThat(survivor.dispatched).hasSize(1);

            survivor.sweep(LOST);
            assertThat(survivor.reports()).hasSize(1);
        }

        @Test
        void claimsThatStartedNothingDoNotCountAgainstTheAttempts() {
            SessionScript survivor = session;
            for (int i = 0; i < SessionScript.LIMITS.attempts(); i++) {
                survivor = survivor.movedTo("worker-" + i);
                survivor.sweep(ALIVE);
            }
            survivor.claimsComeBack = true;
            survivor.claim(survivor.claims().getFirst());
            survivor.sweep(LOST);

            assertThat(survivor.reports()).isEmpty();
            assertThat(survivor.dispatched).extracting(TurnJob::attempt).containsExactly(4, 5);
        }
    }

    /** The one that lost the partition without knowing it goes on with what it had read. */
    @Nested
    class WithTwoCoordinators {

        @Test
        void theEarlierClaimInTheLogStartsAndTheLaterDoesNot() {
            SessionScript zombie = session;
            SessionScript owner = session.movedTo(OTHER, Session.NEW);
            owner.send(prompt);
            AttemptClaimed later = owner.claims().getFirst();

            inLogOrder(List.of(claim, later), zombie, owner);

            assertThat(zombie.dispatched).extracting(TurnJob::attempt).containsExactly(1);
            assertThat(owner.dispatched).isEmpty();
            inLogOrder(List.of(ownClaim(owner, 2)), owner);
            assertThat(owner.dispatched).extracting(TurnJob::attempt).containsExactly(2);
        }

        @Test
        void aClaimOfTheOneThatLostThePartitionVoidsTheRunningAttempt() {
            SessionScript owner = session.movedTo(OTHER);
            owner.claimsComeBack = true;
            owner.sweep(ALIVE);
            assertThat(owner.dispatched).extracting(TurnJob::attempt).containsExactly(2);

            owner.claim(new AttemptClaimed(SESSION, prompt.turnId(), 3, WORKER, "zombie", null));

            assertThat(owner.dispatched).extracting(TurnJob::attempt).containsExactly(2, 4);
        }

        private AttemptClaimed ownClaim(SessionScript owner, int attempt) {
            OpenTurn open = owner.session.active().open();
            return new AttemptClaimed(SESSION, prompt.turnId(), attempt, OTHER, open.term(), null);
        }

        private static void inLogOrder(List<AttemptClaimed> log, SessionScript... readers) {
            for (SessionScript reader : readers) {
                log.forEach(reader::claim);
            }
        }
    }

    /** The owner stops, and the attempt still waited for a place there. */
    @Nested
    class GivenUp {

        private AttemptGivenUp unbegun;

        @BeforeEach
        void name() {
            unbegun = new AttemptGivenUp(SESSION, prompt.turnId(), 1, WORKER);
        }

        @Test
        void startsElsewhereAlthoughItsWorkerStillLivesAndCountsAsNoStart() {
            session.claim(claim);
            session = session.movedTo(OTHER);
            session.claimsComeBack = true;

            session.give(unbegun);
            session.give(unbegun);

            assertThat(session.dispatched).extracting(TurnJob::attempt).containsExactly(2);
            assertThat(session.session.active().open().starts()).isEqualTo(1);
            assertThat(session.lastJob().waitingSince()).isEqualTo(prompt.turnId().timestamp());
        }

        @Test
        void isOverWhenItWasCancelledMeanwhile() {
            session.claim(claim);
            session.cancel(prompt.turnId());

            session.give(unbegun);

            assertThat(session.reports()).hasSize(1);
            assertThat(session.claims()).isEmpty();
        }

        @Test
        void doesNotConcernAnyOtherAttempt() {
            session.claim(claim);
            session.claimsComeBack = true;
            session.sweep(LOST);

            session.give(unbegun);
            session.give(new AttemptGivenUp(SESSION, prompt.turnId(), 2, OTHER));

            assertThat(session.effects).isEmpty();
        }
    }

    @Nested
    class Cancelled {

        @Test
        void beforeItsClaimIsReadEndsWithoutAStart() {
            session.cancel(prompt.turnId());
            TurnFinished report = session.reports().getFirst();
            assertThat(report.attempt()).isZero();

            session.claim(claim);
            session.finish(report);

            assertThat(session.published()).singleElement().isInstanceOfSatisfying(Done.class,
                    done -> assertThat(done.finishReason()).isEqualTo("cancelled"));
            assertThat(session.dispatched).isEmpty();
            assertThat(session.session.active().hasTurns()).isFalse();
        }

        @Test
        void beforeItsClaimIsReadEndsAlsoWhenTheReportWasLost() {
            session.cancel(prompt.turnId());

            SessionScript survivor = session.movedTo(OTHER);
            survivor.claim(claim);
            survivor.sweep(ALIVE);
            survivor.echo();

            assertThat(survivor.published()).hasSize(1);
            assertThat(survivor.dispatched).isEmpty();
        }

        @Test
        void betweenTwoAttemptsEndsWithoutAnotherStart() {
            session.claim(claim);
            session.sweep(LOST);
            AttemptClaimed second = session.claims().getFirst();

            session.cancel(prompt.turnId());
            List<TurnFinished> reports = session.reports();
            session.claim(second);
            reports.forEach(session::finish);

            assertThat(session.published()).hasSize(1);
            assertThat(session.dispatched).hasSize(1);
        }
    }
}
