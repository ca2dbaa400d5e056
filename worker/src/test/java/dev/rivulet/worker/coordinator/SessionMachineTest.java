package dev.rivulet.worker.coordinator;

import static dev.rivulet.worker.coordinator.SessionScript.LIMITS;
import static dev.rivulet.worker.coordinator.SessionScript.SESSION;
import static dev.rivulet.worker.coordinator.SessionScript.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.Failed;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.TurnJob;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SessionMachineTest {

    private static final Executions ALIVE = turn -> false;
    private static final Executions LOST = turn -> true;

    private SessionScript session = new SessionScript();

    @Nested
    class Order {

        @Test
        void aPromptOpensATurnInAnIdleSession() {
            TurnId turn = session.prompt("hi");

            TurnJob job = session.lastJob();
            assertThat(session.open()).isEqualTo(turn);
            assertThat(job.turn()).isEqualTo(turn);
            assertThat(job.attempt()).isEqualTo(1);
            assertThat(job.waitingSince()).isEqualTo(turn.timestamp());
            assertThat(session.published()).isEmpty();
        }

        @Test
        void promptsBehindAnOpenTurnRunOneAtATimeInOrderOfArrival() {
            TurnId first = session.prompt("1");
            TurnId second = session.prompt("2");
            TurnId third = session.prompt("3");
            assertThat(session.dispatched).hasSize(1);
            assertThat(session.queued()).containsExactly(second, third);

            session.answer("a");
            assertThat(session.published()).singleElement().isInstanceOf(Done.class);
            assertThat(session.of(Effect.Release.class)).containsExactly(new Effect.Release(first));
            assertThat(session.open()).isEqualTo(second);

            session.answer("b");
            session.answer("c");
            assertThat(session.dispatched).extracting(TurnJob::turn).containsExactly(first, second, third);
            assertThat(session.session.active().isEmpty()).isTrue();
        }

        @Test
        void theTerminalSaysWhatTheResultSays() {
            session.prompt("hi");

            TurnFinished result = session.answer("hello");

            assertThat(session.published()).containsExactly(result.terminal());
            assertThat(session.of(Effect.Ended.class)).containsExactly(new Effect.Ended(result));
        }

        @Test
        void aTurnThatFailsDoesNotHoldUpTheNext() {
            session.prompt("1");
            TurnId second = session.prompt("2");

            session.end(Outcome.broken(ErrorCode.IDLE_TIMEOUT, "slow"), "par");

            assertThat(session.published()).singleElement().isInstanceOf(Failed.class);
            assertThat(session.open()).isEqualTo(second);
        }
    }

    @Nested
    class WhenTheSessionIsBusy {

        @Test
        void aRejectedTurnEndsAtOnceAndDisturbsNothing() {
            TurnId open = session.prompt("1");

            TurnId rejected = session.prompt("2", whenBusy(WhenBusy.REJECT));

            assertThat(session.open()).isEqualTo(open);
            assertThat(session.queued()).isEmpty();
            assertThat(session.reports()).singleElement().satisfies(result -> {
                assertThat(result.turnId()).isEqualTo(rejected);
                assertThat(result.outcome()).isInstanceOfSatisfying(Outcome.Broken.class,
                        broken -> assertThat(broken.code()).isEqualTo("session_busy"));
            });
        }

        @Test
        void anInterruptCancelsTheOpenTurnAndRunsBeforeThoseThatWait() {
            TurnId open = session.prompt("1");
            TurnId waiting = session.prompt("2");

            TurnId interrupting = session.prompt("3", whenBusy(WhenBusy.INTERRUPT));
            assertThat(session.of(Effect.Stop.class)).extracting(Effect.Stop::turn).containsExactly(open);
            assertThat(session.queued()).containsExactly(interrupting, waiting);

            session.end(Outcome.cancelled(), "par");
            assertThat(session.open()).isEqualTo(interrupting);
            assertThat(session.queued()).containsExactly(waiting);
        }

        @Test
        void neitherMattersInAnIdleSession() {
            TurnId first = session.prompt("1", whenBusy(WhenBusy.REJECT));
            assertThat(session.open()).isEqualTo(first);
            session.answer("a");
            TurnId second = session.prompt("2", whenBusy(WhenBusy.INTERRUPT));
            assertThat(session.open()).isEqualTo(second);
        }

        private static TurnOptions whenBusy(WhenBusy policy) {
            return new TurnOptions(null, null, null, null, policy, null, null);
        }
    }

    @Nested
    class Replay {

        @Test
        void ofAnOpenTurnsPromptStartsNothing() {
            PromptRequested prompt = PromptRequested.ofPrompt(SESSION, session.mint(), "hi", TurnOptions.NONE);
            session.send(prompt);
            Session before = session.session;

            session.send(prompt);

            assertThat(session.effects).isEmpty();
            assertThat(session.session).isEqualTo(before);
        }

        @Test
        void ofAQueuedTurnsPromptQueuesItOnce() {
            session.prompt("open");
            PromptRequested prompt = PromptRequested.ofPrompt(SESSION, session.mint(), "hi", TurnOptions.NONE);
            session.send(prompt);

            session.send(prompt);

            assertThat(session.effects).isEmpty();
            assertThat(session.queued()).hasSize(1);
        }

        @Test
        void ofAnEndedTurnsPromptPublishesTheSameTerminalAgain() {
            PromptRequested prompt = PromptRequested.ofPrompt(SESSION, session.mint(), "hi", TurnOptions.NONE);
            session.send(prompt);
            ChunkEvent.Terminal terminal = session.answer("hello").terminal();

            session.send(prompt);

            assertThat(session.effects).containsExactly(new Effect.Publish(prompt.turnId(), terminal));
            assertThat(session.dispatched).hasSize(1);
        }

        @Test
        void ofAResultPublishesTheSameTerminalAgain() {
            TurnId turn = session.prompt("hi");
            TurnFinished result = session.answer("hello");
            Session before = session.session;

            session.finish(result);

            assertThat(session.effects).containsExactly(new Effect.Publish(turn, result.terminal()));
            assertThat(session.session).isEqualTo(before);
        }

        @Test
        void ofAResultWhileTheNextTurnRunsLeavesThatAlone() {
            session.prompt("1");
            TurnId second = session.prompt("2");
            TurnFinished result = session.answer("a");

            session.finish(result);

            assertThat(session.published()).containsExactly(result.terminal());
            assertThat(session.open()).isEqualTo(second);
        }

        @Test
        void endedTurnsAreForgottenOldestFirst() {
            List<TurnFinished> results = IntStream.rangeClosed(0, LIMITS.endedTurns()).mapToObj(i -> {
                session.prompt("p" + i);
                return session.answer("a" + i);
            }).toList();

            session.finish(results.getFirst());
            assertThat(session.effects).isEmpty();
            session.finish(results.get(1));
            assertThat(session.published()).containsExactly(results.get(1).terminal());
        }
    }

    @Nested
    class Fencing {

        @Test
        void theResultOfAnEarlierAttemptIsIgnored() {
            TurnId turn = session.prompt("hi");
            session.sweep(LOST);

            session.finish(SessionScript.result(turn, 1, WORKER, new Outcome.Completed("stop", null), "late"));

            assertThat(session.effects).isEmpty();
            assertThat(session.open()).isEqualTo(turn);
        }

        @Test
        void theResultOfAnotherOwnerIsIgnored() {
            TurnId turn = session.prompt("hi");

            session.finish(SessionScript.result(turn, 1, "worker-2", new Outcome.Completed("stop", null), "other"));

            assertThat(session.effects).isEmpty();
            assertThat(session.open()).isEqualTo(turn);
        }

        @Test
        void theResultOfATurnNobodyKnowsIsIgnored() {
            session.finish(SessionScript.result(session.mint(), 1, WORKER, Outcome.cancelled(), ""));

            assertThat(session.effects).isEmpty();
            assertThat(session.session).isEqualTo(Session.NEW);
        }

        @Test
        void aReportOfACoordinatorThatNoLongerKnowsEndsNoOtherAttempt() {
            TurnId turn = session.prompt("hi");
            session.sweep(LOST);
            Outcome lost = Outcome.broken(ErrorCode.WORKER_LOST, "gone");

            session.finish(SessionScript.result(turn, 1, TurnFinished.COORDINATOR, lost, ""));

            assertThat(session.effects).isEmpty();
            assertThat(session.session.active().open().attempt()).isEqualTo(2);
        }
    }

    @Nested
    class Cancel {

        @Test
        void beforeThePromptArrivedEndsTheTurnAsSoonAsItDoes() {
            PromptRequested prompt = PromptRequested.ofPrompt(SESSION, session.mint(), "hi", TurnOptions.NONE);
            session.cancel(prompt.turnId());
            session.cancel(prompt.turnId());
            assertThat(session.effects).isEmpty();

            session.send(prompt);
            session.echo();

            assertCancelledUnstarted(prompt.turnId());
            assertThat(session.dispatched).isEmpty();
            assertThat(session.session.conversation().cancelledEarly()).isEmpty();
        }

        @Test
        void beforeThePromptArrivedIsRememberedForTheNewestOnly() {
            List<TurnId> turns = IntStream.range(0, 20).mapToObj(i -> session.mint()).toList();

            turns.forEach(session::cancel);

            assertThat(session.session.conversation().cancelledEarly()).isEqualTo(turns.subList(4, 20));
        }

        @Test
        void ofAQueuedTurnEndsItAndKeepsTheOthers() {
            TurnId open = session.prompt("1");
            TurnId second = session.prompt("2");
            TurnId third = session.prompt("3");

            session.cancel(second);
            assertThat(session.queued()).containsExactly(third);
            session.echo();

            assertCancelledUnstarted(second);
            assertThat(session.open()).isEqualTo(open);
            session.answer("a");
            assertThat(session.open()).isEqualTo(third);
        }

        @Test
        void ofAnOpenTurnStopsItsExecutionWhichThenSendsTheResult() {
            TurnId turn = session.prompt("hi");

            session.cancel(turn);
            assertThat(session.effects).containsExactly(new Effect.Stop(WORKER, turn, 1));
            session.cancel(turn);
            assertThat(session.effects).containsExactly(new Effect.Stop(WORKER, turn, 1));

            session.end(Outcome.cancelled(), "par");
            assertThat(session.published()).singleElement().isInstanceOfSatisfying(Done.class, done -> {
                assertThat(done.finishReason()).isEqualTo(FinishReason.CANCELLED);
                assertThat(done.length()).isEqualTo(3);
            });
        }

        @Test
        void ofAnOpenTurnThatRunsInAnotherProcessNamesThatProcess() {
            TurnId turn = session.prompt("hi");
            session = session.movedTo("worker-2");

            session.cancel(turn);

            assertThat(session.effects).containsExactly(new Effect.Stop(WORKER, turn, 1));
        }

        @Test
        void afterTheEndPublishesTheSameTerminalAgain() {
            TurnId turn = session.prompt("hi");
            TurnFinished result = session.answer("hello");

            session.cancel(turn);

            assertThat(session.effects).containsExactly(new Effect.Publish(turn, result.terminal()));
        }

        @Test
        void ofATurnWhoseWorkerIsLostEndsItInsteadOfStartingItAgain() {
            TurnId turn = session.prompt("hi");
            session.cancel(turn);

            session.sweep(LOST);
            session.echo();

            assertThat(session.published()).singleElement().isInstanceOfSatisfying(Done.class,
                    done -> assertThat(done.finishReason()).isEqualTo(FinishReason.CANCELLED));
            assertThat(session.dispatched).hasSize(1);
            assertThat(session.open()).isNull();
        }

        private void assertCancelledUnstarted(TurnId turn) {
            assertThat(session.of(Effect.Publish.class)).singleElement().satisfies(publish -> {
                assertThat(publish.turn()).isEqualTo(turn);
                assertThat(publish.terminal()).isInstanceOfSatisfying(Done.class, done -> {
                    assertThat(done.finishReason()).isEqualTo(FinishReason.CANCELLED);
                    assertThat(done.attempt()).isZero();
                });
            });
        }
    }

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
            assertThat(session.session.active().isEmpty()).isTrue();
        }

        @Test
        void aPromptThatLayTooLongInTheLogIsNotStarted() {
            PromptRequested prompt = PromptRequested.ofPrompt(SESSION, session.mint(), "hi", TurnOptions.NONE);
            session.passes(LIMITS.queueTimeout().plusMillis(1));

            session.send(prompt);
            session.echo();

            assertThat(failure().code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT.code());
            assertThat(session.dispatched).isEmpty();
        }

        private Failed failure() {
            return (Failed) session.published().getFirst();
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

            assertThat(session.published()).singleElement().isInstanceOfSatisfying(Failed.class,
                    failed -> assertThat(failed.code()).isEqualTo(ErrorCode.WORKER_LOST.code()));
            assertThat(session.dispatched).hasSize(1);
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

            assertThat(session.published()).singleElement().isInstanceOfSatisfying(Failed.class,
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

            assertThat(session.published()).singleElement().isInstanceOfSatisfying(Failed.class,
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
        void changeNothingBeforeTheirReportHasComeBack() {
            session.prompt("hi", new TurnOptions(null, null, null, null, null, OnInterruption.FAIL, null));
            Session before = session.session;

            session.sweep(LOST);

            assertThat(session.session).isEqualTo(before);
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
                    .satisfies(publish -> assertThat(publish.turn()).isEqualTo(turn));
        }

        @Test
        void areShownOnceWhateverComesFirst() {
            TurnId turn = session.prompt("hi");
            session.passes(LIMITS.overdue().plusMillis(1));
            session.sweep(ALIVE);
            TurnFinished report = session.reports().getFirst();

            TurnFinished result = session.answer("at last");
            session.finish(report);

            assertThat(session.published()).containsExactly(result.terminal());
            assertThat(session.session.conversation().endedTurn(turn).orElseThrow().terminal())
                    .isEqualTo(result.terminal());
        }

        @Test
        void areShownWhenTheReportIsReadAndNotBefore() {
            TurnId turn = session.prompt("1");
            TurnId queued = session.prompt("2");
            session.cancel(queued);
            assertThat(session.published()).isEmpty();
            Session before = session.session;

            session.echo();

            assertThat(session.published()).hasSize(1);
            assertThat(session.session).isEqualTo(before);
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
            assertThat(session.of(Effect.Ended.class)).hasSize(1);
        }
    }
}
