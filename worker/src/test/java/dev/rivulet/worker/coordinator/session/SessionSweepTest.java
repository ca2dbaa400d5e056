package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.worker.coordinator.session.SessionScript.LIMITS;
import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.TurnTimeouts;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.TurnJob;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What happens to turns that no input ends: bounds, time-outs and lost workers. */
class SessionSweepTest {

    private static final AttemptLiveness ALIVE = turn -> false;
    private static final AttemptLiveness LOST = turn -> true;

    private SessionScript session = new SessionScript();

    @Nested
    class QueueBounds {

        @Test
        void moreTurnsThanMayWaitAreRefused() {
            session.prompt("open");
            IntStream.range(0, LIMITS.queuedTurns()).forEach(i -> session.prompt("q" + i));

            session.prompt("too many");
            session.echo();

            assertThat(failure().code()).isEqualTo(ErrorCode.QUEUE_FULL.code());
            assertThat(session.queued()).hasSize(LIMITS.queuedTurns());
        }

        @Test
        void moreTextThanMayWaitIsRefused() {
            session.prompt("x".repeat(1_000));
            session.prompt("x".repeat(90));
            session.prompt("x".repeat(10));
            assertThat(session.queued()).hasSize(2);

            session.prompt("x");
            session.echo();

            assertThat(failure().code()).isEqualTo(ErrorCode.QUEUE_FULL.code());
        }

        @Test
        void modelAndSystemPromptAndEveryMessageCount() {
            session.prompt("open");
            TurnOptions long60 = new TurnOptions("m".repeat(30), null, null, "s".repeat(30), null, null, null);
            session.prompt("x", long60);
            session.prompt("x", long60);
            session.messages(IntStream.range(0, 6).mapToObj(i -> dev.rivulet.schemas.Message.user("")).toList(),
                    TurnOptions.NONE);

            assertThat(session.queued()).hasSize(1);
        }

        @Test
        void aTurnThatWaitedTooLongBehindOthersEndsAndTheRestGoesOn() {
            session.prompt("open");
            TurnId early = session.prompt("early");
            session.passes(LIMITS.queueTimeout());
            TurnId late = session.prompt("late");
            session.sweep(ALIVE);
            assertThat(session.effects).isEmpty();

            session.passes(Duration.ofMillis(1));
            session.sweep(ALIVE);
            assertThat(session.reports()).singleElement()
                    .satisfies(report -> assertThat(report.turnId()).isEqualTo(early));
            session.echo();

            assertThat(failure().code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT.code());
            assertThat(session.queued()).containsExactly(late);
        }

        @Test
        void aTurnMayAskToWaitLessButNeverMore() {
            session.prompt("open");
            TurnId hurried = session.prompt("hurried", queueing(1_000));
            TurnId patient = session.prompt("patient", queueing(Integer.MAX_VALUE));
            session.passes(Duration.ofMillis(1_001));
            session.sweep(ALIVE);
            assertThat(session.reports()).singleElement()
                    .satisfies(report -> assertThat(report.turnId()).isEqualTo(hurried));
            session.echo();
            session.passes(LIMITS.queueTimeout());
            session.sweep(ALIVE);
            session.echo();
            assertThat(session.session.conversation().endedTurn(patient)).isPresent();
        }

        @Test
        void aTurnThatWaitedTooLongIsNotStartedWhileItsEndIsUnderWay() {
            session.prompt("open");
            TurnId early = session.prompt("early");
            session.passes(LIMITS.queueTimeout().plusMillis(1));
            TurnId late = session.prompt("late");

            session.answer("a");
            assertThat(session.open()).isEqualTo(late);
            session.sweep(ALIVE);
            session.echo();

            assertThat(failure().code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT.code());
            assertThat(session.dispatched).extracting(TurnJob::turn).doesNotContain(early);
            session.answer("b");
            assertThat(session.session.active().hasTurns()).isFalse();
        }

        @Test
        void aPromptThatLayTooLongInTheLogIsNotStarted() {
            PromptRequested prompt = PromptRequested.ofPrompt(SESSION, session.mint(), "hi", TurnOptions.NONE);
            session.passes(LIMITS.queueTimeout().plus(LIMITS.clockTolerance()).plusMillis(1));

            session.send(prompt);
            session.echo();

            assertThat(failure().code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT.code());
            assertThat(session.dispatched).isEmpty();
        }

        private TurnError failure() {
            return (TurnError) session.published().getFirst();
        }
    }

    @Nested
    class Liveness {

        @Test
        void aTurnThatRunsIsLeftAlone() {
            session.prompt("hi");
            session.passes(LIMITS.overdue());

            session.sweep(ALIVE);

            assertThat(session.effects).isEmpty();
        }

        @Test
        void aTurnWhoseWorkerIsLostStartsAgainHereAsTheNextAttempt() {
            TurnId turn = session.prompt("hi");
            session = session.movedTo("worker-2");
            session.passes(Duration.ofMinutes(15));

            session.sweep(LOST);

            assertThat(session.lastJob().turn()).isEqualTo(turn);
            assertThat(session.lastJob().attempt()).isEqualTo(2);
            assertThat(session.session.active().open().owner()).isEqualTo("worker-2");
            // It has waited for a place before: the time it ran does not count as waiting.
            assertThat(session.lastJob().waitingSince()).isEqualTo(session.now);
            session.answer("hello");
            assertThat(session.published()).singleElement()
                    .satisfies(done -> assertThat(done.attempt()).isEqualTo(2));
        }

        @Test
        void aTurnThatMustNotStartAgainEndsWhenItsWorkerIsLost() {
            session.prompt("hi",
                    new TurnOptions(null, null, null, null, null, OnInterruption.FAIL, null));

            session.sweep(LOST);
            session.echo();

            assertThat(session.published()).singleElement().isInstanceOfSatisfying(TurnError.class,
                    failed -> assertThat(failed.code()).isEqualTo(ErrorCode.WORKER_LOST.code()));
            assertThat(session.dispatched).hasSize(1);
        }

        @Test
        void aTurnThatMustNotStartAgainHasAnotherAttemptIfThatCanContinueIt() {
            TurnOptions options = TurnOptions.NONE.with(OnInterruption.FAIL).withContinuation();
            session.prompt("hi", options);

            session.sweep(LOST);
            session.echo();

            assertThat(session.published()).isEmpty();
            assertThat(session.dispatched).extracting(TurnJob::attempt).containsExactly(1, 2);
            assertThat(SessionScript.LIMITS.startsAgain(options)).isTrue();
            assertThat(SessionScript.LIMITS.startsAgain(TurnOptions.NONE.with(OnInterruption.FAIL))).isFalse();
        }

        @Test
        void aTurnMayAskForFewerStartsButNeverForMore() {
            TurnId modest = session.prompt("hi", attempting(1));
            TurnId greedy = session.prompt("next", attempting(99));
            session.sweep(LOST);
            session.echo();
            assertThat(session.open()).isEqualTo(greedy);
            assertThat(session.session.conversation().endedTurn(modest)).isPresent();
            session.sweep(LOST);
            session.sweep(LOST);
            assertThat(session.lastJob().attempt()).isEqualTo(LIMITS.attempts());
            session.sweep(LOST);
            session.echo();
            assertThat(session.session.conversation().endedTurn(greedy)).isPresent();
        }

        @Test
        void aTurnIsStartedOnlySoOften() {
            session.prompt("hi");
            TurnId next = session.prompt("next");
            session.sweep(LOST);
            session.sweep(LOST);
            assertThat(session.lastJob().attempt()).isEqualTo(3);

            session.sweep(LOST);
            session.echo();

            assertThat(session.published()).singleElement().isInstanceOfSatisfying(TurnError.class,
                    failed -> assertThat(failed.code()).isEqualTo(ErrorCode.WORKER_LOST.code()));
            assertThat(session.open()).isEqualTo(next);
        }

        @Test
        void anAttemptNobodyHearsOfEndsAtLast() {
            TurnId turn = session.prompt("hi");
            session.passes(LIMITS.overdue().plusMillis(1));

            session.sweep(ALIVE);
            assertThat(session.of(Effect.Stop.class)).hasSize(1);
            session.echo();

            assertThat(session.published()).singleElement().isInstanceOfSatisfying(TurnError.class,
                    failed -> assertThat(failed.code()).isEqualTo(ErrorCode.INTERNAL.code()));
            assertThat(session.of(Effect.Release.class)).containsExactly(new Effect.Release(turn));
        }

        @Test
        void aCancelledAttemptNobodyHearsOfEndsAsCancelled() {
            TurnId turn = session.prompt("hi");
            session.cancel(turn);
            session.passes(LIMITS.overdue().plusMillis(1));

            session.sweep(ALIVE);
            session.echo();

            assertThat(session.published()).singleElement().isInstanceOf(Done.class);
        }
    }

    /** What ends without an execution's result ends through the log too: a crash on the way loses nothing. */
    @Nested
    class EndsWithoutExecution {

        @Test
        void endNothingBeforeTheirReportHasComeBack() {
            TurnId turn = session.prompt("hi",
                    new TurnOptions(null, null, null, null, null, OnInterruption.FAIL, null));

            session.sweep(LOST);

            assertThat(session.open()).isEqualTo(turn);
            assertThat(session.published()).isEmpty();
            assertThat(session.reports()).hasSize(1);
        }

        @Test
        void areDecidedAgainAfterACrashThatLostTheReport() {
            TurnId turn = session.prompt("hi",
                    new TurnOptions(null, null, null, null, null, OnInterruption.FAIL, null));
            session.sweep(LOST);

            SessionScript survivor = session.movedTo("worker-2");
            survivor.sweep(LOST);
            survivor.echo();

            assertThat(survivor.of(Effect.Publish.class)).singleElement()
                    .satisfies(publish -> assertThat(publish.about()).isEqualTo(turn));
        }

        @Test
        void takeNoResultOfAnAttemptThatWasGivenUpBecauseReadersWereNotShownAllOfIt() {
            TurnId turn = session.prompt("hi");
            session.passes(LIMITS.overdue().plusMillis(1));
            session.sweep(ALIVE);
            TurnFinished report = session.reports().getFirst();

            session.answer("at last");
            assertThat(session.published()).isEmpty();
            session.finish(report);

            assertThat(session.published()).containsExactly(report.terminal());
            assertThat(session.session.conversation().endedTurn(turn).orElseThrow().terminal())
                    .isEqualTo(report.terminal());
        }

        @Test
        void comeAlsoWhenTheWorkerThatWasThoughtToBeLostIsHeardOfAgain() {
            session.prompt("hi", new TurnOptions(null, null, null, null, null, OnInterruption.FAIL, null));
            session.sweep(LOST);
            TurnFinished report = session.reports().getFirst();
            assertThat(session.of(Effect.Stop.class)).hasSize(1);

            SessionScript other = session.movedTo("worker-2");
            other.sweep(ALIVE);

            assertThat(other.reports()).extracting(TurnFinished::outcome).containsExactly(report.outcome());
            other.echo();
            assertThat(other.published()).singleElement().isInstanceOfSatisfying(TurnError.class,
                    failed -> assertThat(failed.code()).isEqualTo(ErrorCode.WORKER_LOST.code()));
        }

        @Test
        void areShownWhenTheReportIsReadAndNotBefore() {
            TurnId turn = session.prompt("1");
            TurnId queued = session.prompt("2");
            session.cancel(queued);
            assertThat(session.published()).isEmpty();

            session.echo();

            assertThat(session.published()).hasSize(1);
            assertThat(session.session.active().queue()).isEmpty();
            assertThat(session.open()).isEqualTo(turn);
        }

        @Test
        void areShownAlsoWhenSoManyEndAtOnceThatTheSessionForgets() {
            session.prompt("open");
            IntStream.range(0, LIMITS.queuedTurns()).forEach(i -> session.prompt("q" + i));
            List<TurnFinished> refused = IntStream.range(0, LIMITS.endedTurns() + 1).mapToObj(i -> {
                session.prompt("refused");
                return session.reports().getFirst();
            }).toList();

            for (TurnFinished report : refused) {
                session.finish(report);
                assertThat(session.published()).containsExactly(report.terminal());
            }
        }

        @Test
        void areReportedWithTheTimeTheTurnTook() {
            session.prompt("open");
            TurnId queued = session.prompt("2");
            session.passes(Duration.ofSeconds(5));

            session.cancel(queued);

            TurnFinished report = session.reports().getFirst();
            assertThat(report.byCoordinator()).isTrue();
            assertThat(report.attempt()).isZero();
            assertThat(report.timings().totalMs()).isEqualTo(5_000);
            session.echo();
            assertThat(session.of(Effect.Ended.class)).hasSize(1);
        }
    }

    private static TurnOptions queueing(int millis) {
        return new TurnOptions(null, null, null, null, null, null, null, null,
                new TurnTimeouts(millis, null, null, null));
    }

    private static TurnOptions attempting(int times) {
        return new TurnOptions(null, null, null, null, null, null, times, null, null);
    }
}
