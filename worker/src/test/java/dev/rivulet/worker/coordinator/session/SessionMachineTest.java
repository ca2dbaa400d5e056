package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.worker.coordinator.session.SessionScript.LIMITS;
import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static dev.rivulet.worker.coordinator.session.SessionScript.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.event.TurnPrompt;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.TurnJob;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SessionMachineTest {

    private static final AttemptLiveness LOST = turn -> true;

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
            assertThat(session.session.active().hasTurns()).isFalse();
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

            session.end(Outcome.failed(ErrorCode.IDLE_TIMEOUT, "slow"), "par");

            assertThat(session.published()).singleElement().isInstanceOf(TurnError.class);
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
                assertThat(result.outcome()).isInstanceOfSatisfying(Outcome.Failed.class,
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
    }

    @Nested
    class Replay {

        @Test
        void ofAnOpenTurnsPromptStartsNothing() {
            PromptRequested prompt = PromptRequested.ofPrompt(SESSION, session.mint(), "hi", TurnOptions.NONE);
            session.send(prompt);
            Session before = session.session;

            session.send(prompt);

            assertThat(session.effects).containsExactly(Effect.Publish.of(TurnPrompt.of(prompt)));
            assertThat(session.session).isEqualTo(before);
        }

        @Test
        void ofAnInterruptStopsTheRunningAttemptAgain() {
            TurnId open = session.prompt("1");
            PromptRequested interrupt = PromptRequested.ofPrompt(SESSION, session.mint(), "2",
                    whenBusy(WhenBusy.INTERRUPT));
            session.send(interrupt);

            session.send(interrupt);

            assertThat(session.of(Effect.Stop.class)).containsExactly(new Effect.Stop(WORKER, open, 1));
        }

        @Test
        void ofAPromptThatWaitsBehindAnotherStopsNothing() {
            session.prompt("1");
            PromptRequested waiting = PromptRequested.ofPrompt(SESSION, session.mint(), "2", TurnOptions.NONE);
            session.send(waiting);
            session.cancel(session.open());

            session.send(waiting);

            assertThat(session.of(Effect.Stop.class)).isEmpty();
        }

        @Test
        void ofAPromptThatWasRefusedWritesTheSameResultUntilThatWasRead() {
            session.prompt("1");
            PromptRequested refused = PromptRequested.ofPrompt(SESSION, session.mint(), "2",
                    whenBusy(WhenBusy.REJECT));
            session.send(refused);
            TurnFinished result = session.reports().getFirst();
            session.passes(Duration.ofSeconds(1));

            session.send(refused);
            assertThat(session.effects).containsExactly(new Effect.Report(result));
            session.finish(result);
            session.send(refused);

            assertThat(session.effects).containsExactly(new Effect.Publish(refused.turnId(), result.terminal()));
        }

        @Test
        void ofAQueuedTurnsPromptQueuesItOnce() {
            session.prompt("open");
            PromptRequested prompt = PromptRequested.ofPrompt(SESSION, session.mint(), "hi", TurnOptions.NONE);
            session.send(prompt);

            session.send(prompt);

            assertThat(session.effects).containsExactly(Effect.Publish.of(Queued.of(prompt)));
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
        void thoseThatEndedJustNowAreRememberedHoweverManyThereAre() {
            PromptRequested first = PromptRequested.ofPrompt(SESSION, session.mint(), "hi", TurnOptions.NONE);
            session.send(first);
            ChunkEvent.Terminal terminal = session.answer("hello").terminal();
            IntStream.range(0, 3 * LIMITS.endedTurns()).forEach(i -> {
                session.prompt("p" + i);
                session.answer("a" + i);
            });

            session.send(first);

            assertThat(session.effects).containsExactly(new Effect.Publish(first.turnId(), terminal));
        }

        @Test
        void endedTurnsAreForgottenOldestFirst() {
            List<TurnFinished> results = IntStream.rangeClosed(0, LIMITS.endedTurns()).mapToObj(i -> {
                session.passes(Duration.ofMinutes(1));
                session.prompt("p" + i);
                return session.answer("a" + i);
            }).toList();

            assertThat(session.session.conversation().endedTurn(results.getFirst().turnId())).isEmpty();
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
        void theResultOfATurnNobodyKnowsIsShownSoThatItHasAnEnd() {
            TurnFinished result = SessionScript.result(session.mint(), 1, WORKER, Outcome.cancelled(), "");

            session.finish(result);
            assertThat(session.published()).containsExactly(result.terminal());
            assertThat(session.session.active().hasTurns()).isFalse();
            session.finish(result);
            assertThat(session.published()).containsExactly(result.terminal());
        }

        @Test
        void aReportOfACoordinatorThatNoLongerKnowsEndsNoOtherAttempt() {
            TurnId turn = session.prompt("hi");
            session.sweep(LOST);
            Outcome lost = Outcome.failed(ErrorCode.WORKER_LOST, "gone");

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
                assertThat(publish.about()).isEqualTo(turn);
                assertThat(publish.event()).isInstanceOfSatisfying(Done.class, done -> {
                    assertThat(done.finishReason()).isEqualTo(FinishReason.CANCELLED);
                    assertThat(done.attempt()).isZero();
                });
            });
        }
    }

    private static TurnOptions whenBusy(WhenBusy policy) {
        return new TurnOptions(null, null, null, null, policy, null, null);
    }
}
