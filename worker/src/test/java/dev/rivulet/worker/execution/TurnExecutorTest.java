package dev.rivulet.worker.execution;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptGivenUp;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.AnswerPart;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.provider.AnswerPrefix;
import dev.rivulet.worker.provider.LoopTicks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Executions against a provider that says what the test wants, and a Kafka that acknowledges when the test wants. */
class TurnExecutorTest {

    private static final LoopTicks TICKS = new LoopTicks();
    private static final AdaptiveLinger LINGER = new AdaptiveLinger(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);
    private static final SessionId SESSION = new SessionId("s-1");
    private static final int LONGEST_ANSWER = 20;
    private static final long MEMORY = 1 << 20;
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ScriptedProvider provider = new ScriptedProvider();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private MockProducer<byte[], byte[]> kafka = kafka(true);
    private final CompletableFuture<SessionTurn> awaited = new CompletableFuture<>();
    private final PendingPromptEvents pendingPrompts = new PendingPromptEvents(LONG) {
        @Override
        public void await(SessionTurn turn) {
            awaited.complete(turn);
            super.await(turn);
        }
    };
    private CompletableFuture<Optional<StandingText>> earlier = CompletableFuture.completedFuture(Optional.empty());
    private TurnExecutor executor;
    private int turns;

    @AfterEach
    void close() {
        if (executor != null) {
            // What waits for an acknowledgement would hold up the end.
            while (kafka.completeNext()) {
                continue;
            }
            executor.close();
        }
    }

    @Test
    void anAnswerIsStartedThenDeltasThenTheResult() {
        start(job(turn(), 1));

        provider.call(0).says("Hello", ", world").finishes("stop");

        TurnFinished result = result();
        assertThat(types()).containsExactly(EventType.STARTED, EventType.DELTA, EventType.DELTA);
        assertThat(text()).isEqualTo("Hello, world").isEqualTo(result.text());
        assertThat(result.outcome().withUsage(null)).isEqualTo(new Outcome.Completed("stop", null));
        assertThat(result.seq()).isEqualTo(2);
        assertThat(result.owner()).isEqualTo("worker-1");
        assertThat(result.timings().firstTokenMs()).isNotNull();
        assertThat(provider.call(0).request.model()).isEqualTo("default-model");
    }

    @Test
    void whatIsNoTextIsPublishedInOrderAndIsInTheResult() {
        start(job(turn(), 1));

        provider.call(0).reasons("hm").signs("s").says("Look").calls(0, "f", "{", false).calls(0, null, "}", true)
                .finishes("tool_calls");

        TurnFinished result = result();
        assertThat(types()).containsExactly(EventType.STARTED, EventType.REASONING, EventType.REASONING,
                EventType.DELTA, EventType.TOOL_CALL, EventType.TOOL_CALL);
        assertThat(result.seq()).isEqualTo(5);
        assertThat(result.text()).isEqualTo("Look");
        assertThat(result.parts()).containsExactly(new AnswerPart.Thought(0, "hm", "s"),
                new AnswerPart.Call(4, 0, "call_0", "f", "{}", true));
        assertThat(result.outcome().withUsage(null)).isEqualTo(new Outcome.Completed("tool_calls", null));
    }

    @Test
    void aToolCallLongerThanAnAnswerMayBeEndsTheTurnAndIsNotComplete() {
        start(job(turn(), 1));
        provider.call(0).calls(0, "f", "x".repeat(LONGEST_ANSWER + 1), true).finishes("tool_calls");

        TurnFinished result = result();
        assertThat(result.outcome().reason()).isEqualTo("answer_too_long");
        assertThat(result.parts()).singleElement().satisfies(part -> assertThat(((AnswerPart.Call) part).complete())
                .isNull());
    }

    @Test
    void aLostAttemptIsNoWait() {
        TurnId anHourAgo = turn(System.currentTimeMillis() - 3_600_000);
        start(job(anHourAgo, 2));
        provider.call(0).says("again").finishes("stop");

        assertThat(result().timings().queuedMs()).isLessThan(3_600_000);
        assertThat(result().timings().totalMs()).isGreaterThanOrEqualTo(3_600_000);
    }

    @Test
    void nothingIsAskedOrShownBeforeKafkaHasTheTurnsOpening() {
        TurnId turn = turn();
        pendingPrompts.sent(named(turn));
        start(job(turn, 1));
        assertThat(awaited.join()).isEqualTo(named(turn));

        executor.stop(named(turn), 1);
        assertThat(results()).isEmpty();
        pendingPrompts.completed(named(turn));

        assertThat(result().outcome().withUsage(null)).isEqualTo(Outcome.cancelled());
        assertThat(types()).isEmpty();
        assertThat(provider.begun()).isZero();
    }

    @Test
    void anAnswerThatEndsWhileItIsCancelledIsNotDone() {
        TurnId turn = turn();
        start(job(turn, 1));
        CompletableFuture<Void> allSaid = new CompletableFuture<>();
        provider.call(0).meanwhile(() -> {
            allSaid.join();
            executor.stop(named(turn), 1);
        }).says("lost").finishes("stop");
        allSaid.complete(null);

        assertThat(result().outcome().withUsage(null)).isEqualTo(Outcome.cancelled());
    }

    @Test
    void recordsAreNeverOlderThanTheirTurn() {
        TurnId ahead = turn(System.currentTimeMillis() + Duration.ofMinutes(5).toMillis());
        start(job(ahead, 1));

        provider.call(0).says("x").finishes("stop");

        result();
        assertThat(kafka.history()).allSatisfy(
                record -> assertThat(record.timestamp()).isGreaterThanOrEqualTo(ahead.timestamp()));
    }

    @Test
    void theResultIsWrittenOnlyWhenKafkaHasTheDeltas() {
        kafka = kafka(false);
        start(job(turn(), 1));
        provider.call(0).says("a", "b").finishes("stop");
        await().until(() -> kafka.history().size() == 3);

        kafka.completeNext();
        kafka.completeNext();
        assertThat(results()).isEmpty();
        kafka.completeNext();

        assertThat(result().seq()).isEqualTo(2);
    }

    @Test
    void anEventThatKafkaRefusesStopsTheAnswerBeforeReadersSeeAGap() {
        kafka = kafka(false);
        start(job(turn(), 1));
        ScriptedProvider.Call call = provider.call(0).says("a");
        await().until(() -> kafka.history().size() == 2);
        kafka.completeNext();

        kafka.errorNext(new TimeoutException("outage"));
        call.says("b");

        assertThat(failure(result())).isEqualTo(ErrorCode.INTERNAL.code());
        assertThat(call.cancelled).isTrue();
        assertThat(text()).isEqualTo("a");
    }

    /** The later records were with the producer already when the first failed. */
    @Test
    void theResultOfAnAttemptWithAGapEndsBeforeTheGap() {
        kafka = kafka(false);
        start(job(turn(), 1));
        provider.call(0).says("one", " two", " three", " four").finishes("stop");
        await().until(() -> kafka.history().size() == 5);
        kafka.completeNext();
        kafka.completeNext();

        kafka.errorNext(new TimeoutException("expired"));
        kafka.completeNext();
        kafka.completeNext();

        TurnFinished result = result();
        assertThat(failure(result)).isEqualTo(ErrorCode.INTERNAL.code());
        assertThat(result.text()).isEqualTo("one");
        assertThat(result.seq()).isEqualTo(1);
    }

    @Test
    void anAttemptWhoseStartKafkaRefusedHasNoText() {
        kafka = kafka(false);
        start(job(turn(), 1));
        provider.call(0).says("one").finishes("stop");
        await().until(() -> kafka.history().size() == 2);

        kafka.errorNext(new TimeoutException("expired"));
        kafka.completeNext();

        assertThat(result().text()).isEmpty();
        assertThat(result().seq()).isZero();
    }

    @Test
    void whatStillWaitsForItsBatchIsNotSentAfterAFailure() {
        kafka = kafka(false);
        ManualTimer timer = new ManualTimer();
        AdaptiveLinger busy = new AdaptiveLinger(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ZERO,
                timer.nanoTime());
        TurnRecords.Attempt events = new TurnRecords(kafka, busy, TICKS, new Topics("", 1), "worker-1", timer)
                .of(job(turn(), 1));
        events.publish(new Started(1, "m", "p"), failure -> {});
        List<Exception> failures = new ArrayList<>();
        events.publish(new Delta(1, 0, "waits"), failures::add);
        assertThat(kafka.history()).hasSize(1);

        kafka.errorNext(new TimeoutException("expired"));
        timer.passes(Duration.ofMillis(10));

        assertThat(kafka.history()).hasSize(1);
        assertThat(failures).hasSize(1);
    }

    @Test
    void theResultIsWrittenAgainUntilKafkaTakesIt() {
        kafka = kafka(false);
        TurnId turn = turn();
        start(job(turn, 1));
        provider.call(0).finishes("stop");
        await().until(() -> kafka.completeNext());
        await().until(() -> kafka.errorNext(new TimeoutException("outage")));

        await().until(() -> results().size() == 2);
        assertThat(executor.knows(named(turn), 1)).isTrue();
        assertThat(results().get(0)).isEqualTo(results().get(1));
    }

    @Test
    void aResultThatIsTooLargeForKafkaEndsTheTurnWithoutItsText() {
        kafka = kafka(false);
        TurnId turn = turn();
        start(job(turn, 1));
        provider.call(0).says("a").finishes("stop");
        await().until(() -> kafka.completeNext());
        await().until(() -> kafka.completeNext());
        await().until(() -> kafka.errorNext(new RecordTooLargeException("no")));
        await().until(() -> kafka.completeNext());

        await().until(() -> results().size() == 2);
        TurnFinished small = results().getLast();
        assertThat(failure(small)).isEqualTo(ErrorCode.ANSWER_TOO_LONG.code());
        assertThat(small.seq()).isEqualTo(1);
        assertThat(small.text()).isEmpty();
        assertThat(small.terminal().length()).as("of what readers were shown").isEqualTo(1);
        assertThat(executor.knows(named(turn), 1)).isTrue();
    }

    @Test
    void anAttemptOfWhichKafkaTakesNotEvenAnEndIsLost() {
        kafka = kafka(false);
        TurnId turn = turn();
        start(job(turn, 1));
        provider.call(0).finishes("stop");
        await().until(() -> kafka.completeNext());
        await().until(() -> kafka.errorNext(new RecordTooLargeException("no")));
        await().until(() -> kafka.errorNext(new RecordTooLargeException("no")));

        await().until(() -> !executor.knows(named(turn), 1));
    }

    @Test
    void aResultThatCannotBeWrittenAsJsonEndsTheTurn() {
        start(job(turn(), 1));

        provider.call(0).finishes("half a pair: \uD83E");

        assertThat(failure(result())).isEqualTo(ErrorCode.INTERNAL.code());
    }

    @Test
    void aFaultInTheProvidersClientEndsTheTurn() {
        start(job(turn(), 1));

        provider.call(0).says("a").crashes();

        TurnFinished result = result();
        assertThat(failure(result)).isEqualTo(ErrorCode.INTERNAL.code());
        assertThat(result.text()).isEqualTo("a");
    }

    @Test
    void aCancelKeepsThePartialAnswer() {
        TurnId turn = turn();
        start(job(turn, 1));
        ScriptedProvider.Call call = provider.call(0).says("par", "tial");
        await().until(() -> text().equals("partial"));

        executor.stop(named(turn), 1);
        executor.stop(named(turn), 1);
        call.says(" not any more");

        TurnFinished result = result();
        assertThat(result.outcome().withUsage(null)).isEqualTo(new Outcome.Completed(FinishReason.CANCELLED, null));
        assertThat(result.text()).isEqualTo("partial");
        assertThat(call.cancelled).isTrue();
    }

    @Test
    void aCancelOfAnotherAttemptIsNotForThisOne() {
        TurnId turn = turn();
        start(job(turn, 2));
        ScriptedProvider.Call call = provider.call(0);

        executor.stop(named(turn), 1);

        assertThat(call.cancelled).isFalse();
    }

    @Test
    void aTurnThatWaitsForAPlaceIsCancelledWithoutACall() {
        start(job(turn(), 1));
        provider.call(0);
        TurnId waiting = turn();
        start(job(waiting, 1));

        executor.stop(named(waiting), 1);

        TurnFinished result = result();
        assertThat(result.turnId()).isEqualTo(waiting);
        assertThat(result.outcome().withUsage(null)).isEqualTo(new Outcome.Completed(FinishReason.CANCELLED, null));
        assertThat(provider.begun()).isEqualTo(1);
        assertThat(types()).containsExactly(EventType.STARTED);
    }

    @Test
    void onlySoManyRunAtOnceAndTheRestFollows() {
        start(job(turn(), 1));
        TurnId second = turn();
        start(job(second, 1));
        ScriptedProvider.Call first = provider.call(0);
        assertThat(gauge("rivulet.turns.waiting")).isEqualTo(1);
        assertThat(gauge("rivulet.turns.open")).isEqualTo(1);

        first.finishes("stop");
        provider.call(1).finishes("stop");

        await().until(() -> results().size() == 2);
        assertThat(results().get(1).turnId()).isEqualTo(second);
        await().until(() -> gauge("rivulet.turns.open") == 0);
    }

    @Test
    void aTurnThatWaitsTooLongForAPlaceEnds() {
        start(job(turn(), 1));
        provider.call(0);
        TurnId late = turn();

        start(new TurnJob(SESSION, late, 1, System.currentTimeMillis() - LONG.toMillis() + 1,
                List.of(Message.user("hi")), TurnOptions.NONE, null));

        assertThat(failure(result())).isEqualTo(ErrorCode.QUEUE_TIMEOUT.code());
        assertThat(result().turnId()).isEqualTo(late);
    }

    @Test
    void anAnswerThatGrowsTooLongIsCutThere() {
        start(job(turn(), 1));
        ScriptedProvider.Call call = provider.call(0).says("0123456789", "0123456789");
        await().until(() -> text().length() == LONGEST_ANSWER);
        assertThat(call.cancelled).isFalse();

        call.says("more");

        TurnFinished result = result();
        assertThat(failure(result)).isEqualTo(ErrorCode.ANSWER_TOO_LONG.code());
        assertThat(result.text()).hasSize(LONGEST_ANSWER).isEqualTo(text());
        assertThat(call.cancelled).isTrue();
    }

    @Test
    void theSameAttemptIsStartedOnce() {
        TurnId turn = turn();
        start(job(turn, 2));
        provider.call(0);

        start(job(turn, 2));
        start(job(turn, 1));
        provider.call(0).finishes("stop");

        assertThat(result().attempt()).isEqualTo(2);
        assertThat(provider.begun()).isEqualTo(1);
    }

    @Test
    void aNewAttemptGivesUpTheOldOneWithoutAResult() {
        TurnId turn = turn();
        start(job(turn, 1));
        ScriptedProvider.Call old = provider.call(0);

        start(job(turn, 2));
        provider.call(1).says("new").finishes("stop");

        assertThat(result().attempt()).isEqualTo(2);
        assertThat(old.cancelled).isTrue();
        assertThat(results()).hasSize(1);
        assertThat(executor.knows(named(turn), 1)).isFalse();
    }

    @Test
    void anAttemptIsKnownUntilItsCoordinatorHasTakenItsResultOver() {
        TurnId turn = turn();
        start(job(turn, 1));
        assertThat(executor.knows(named(turn), 1)).isTrue();
        assertThat(executor.knows(named(turn), 2)).isFalse();
        provider.call(0).finishes("stop");
        result();
        await().until(() -> gauge("rivulet.turns.open") == 0);
        assertThat(executor.knows(named(turn), 1)).isTrue();

        executor.release(named(turn));

        assertThat(executor.knows(named(turn), 1)).isFalse();
    }

    @Test
    void turnsOfTwoSessionsWithOneIdRunAndAreStoppedApart() {
        TurnId turn = turn();
        SessionTurn others = new SessionTurn(new SessionId("s-2"), turn);
        start(job(turn, 1));
        ScriptedProvider.Call call = provider.call(0).says("kept");
        executor.start(new TurnJob(others.session(), turn, 1, System.currentTimeMillis(),
                List.of(Message.user("hi")), TurnOptions.NONE, null));
        assertThat(executor.knows(others, 1)).isTrue();

        executor.stop(others, 1);

        assertThat(result().sessionId()).isEqualTo(others.session());
        assertThat(result().outcome().withUsage(null)).isEqualTo(Outcome.cancelled());
        assertThat(call.cancelled).isFalse();
        executor.release(others);
        assertThat(executor.knows(named(turn), 1)).isTrue();
        call.finishes("stop");
        await().until(() -> results().size() == 2);
        assertThat(results().getLast().sessionId()).isEqualTo(SESSION);
        assertThat(results().getLast().text()).isEqualTo("kept");
    }

    @Test
    void aTurnThatIsOverElsewhereIsGivenUp() {
        TurnId turn = turn();
        start(job(turn, 1));
        ScriptedProvider.Call call = provider.call(0);

        executor.release(named(turn));

        await().until(() -> call.cancelled);
        executor.close();
        assertThat(results()).isEmpty();
    }

    @Test
    void theEndOfTheProcessGivesUpEverythingWithoutResults() {
        start(job(turn(), 1));
        start(job(turn(), 1));
        ScriptedProvider.Call call = provider.call(0);

        executor.close();
        start(job(turn(), 1));

        assertThat(call.cancelled).isTrue();
        assertThat(results()).isEmpty();
        assertThat(provider.begun()).isEqualTo(1);
    }

    @Test
    void aTurnThatWaitsForItsPlaceWhenTheWorkerStopsIsPassedOnAtOnce() {
        start(job(turn(), 1), Duration.ofMinutes(1));
        TurnId waiting = turn();
        start(job(waiting, 2));
        ScriptedProvider.Call running = provider.call(0);

        Thread end = Thread.startVirtualThread(executor::close);
        await().until(() -> !givenUp().isEmpty());

        assertThat(givenUp()).containsExactly(new AttemptGivenUp(SESSION, waiting, 2, "worker-1"));
        await().until(() -> !executor.knows(named(waiting), 2));
        TurnId late = turn();
        executor.start(job(late, 1));
        await().until(() -> givenUp().contains(new AttemptGivenUp(SESSION, late, 1, "worker-1")));
        running.says("x").finishes("stop");
        await().until(() -> !end.isAlive());
        assertThat(results()).hasSize(1);
        assertThat(provider.begun()).isEqualTo(1);
    }

    @Test
    void anAttemptGoesOnWhereTheTextOfTheLostOneEnds() {
        provider.continues = true;
        earlier = standing("Hello, ");
        start(continuing(2, null));

        provider.call(0).says("world").finishes("stop");

        TurnFinished result = result();
        assertThat(provider.call(0).request.prefix()).isEqualTo(new AnswerPrefix("Hello, ", 3));
        assertThat(starts()).containsExactly(
                new Started(2, "default-model", "scripted", new Started.Continues(3, 7)));
        assertThat(text()).isEqualTo("world");
        assertThat(result.text()).isEqualTo("Hello, world");
        assertThat(result.seq()).isEqualTo(4);
        assertThat(result.outcome().withUsage(null)).isEqualTo(new Outcome.Completed("stop", null));
    }

    @Test
    void theStartOfAnAttemptThatContinuesIsShownWithItsFirstToken() {
        provider.continues = true;
        earlier = standing("Hello, ");
        start(continuing(2, null));
        ScriptedProvider.Call call = provider.call(0);
        assertThat(types()).isEmpty();

        call.says("world");

        await().until(() -> types().equals(List.of(EventType.STARTED, EventType.DELTA)));
        call.finishes("stop");
    }

    @Test
    void anAnswerWithNothingMoreToSayIsWhole() {
        provider.continues = true;
        earlier = standing("All of it");
        start(continuing(2, OnInterruption.FAIL));
        provider.call(0).finishes("stop");

        assertThat(result().text()).isEqualTo("All of it");
        assertThat(result().seq()).isEqualTo(3);
        assertThat(starts()).singleElement().satisfies(start -> assertThat(start.continues().seq()).isEqualTo(3));
    }

    @Test
    void anAttemptWhoseLostPartNeverBeganStartsPlainly() {
        provider.continues = true;
        start(continuing(2, OnInterruption.FAIL));
        provider.call(0).says("new").finishes("stop");

        assertThat(result().text()).isEqualTo("new");
        assertThat(starts()).containsExactly(new Started(2, "default-model", "scripted"));
    }

    @Test
    void aTurnThatDoesNotWantItIsNotContinued() {
        provider.continues = true;
        earlier = standing("Hello, ");
        start(job(turn(), 2));
        provider.call(0).says("new").finishes("stop");

        assertThat(result().text()).isEqualTo("new");
        assertThat(starts()).containsExactly(new Started(2, "default-model", "scripted"));
    }

    @Test
    void anAnswerThatCannotBeContinuedStartsAgain() {
        provider.continues = true;
        earlier = standing("Hello, ");
        start(continuing(2, null));
        provider.call(0).fails(ErrorCode.UPSTREAM_REJECTED);
        provider.call(1).says("again").finishes("stop");

        assertThat(provider.call(1).request.prefix()).isNull();
        assertThat(result().text()).isEqualTo("again");
        assertThat(result().seq()).isEqualTo(1);
        assertThat(starts()).containsExactly(new Started(2, "default-model", "scripted"));
    }

    @Test
    void anAnswerThatCannotBeContinuedFailsWithItsTextIfTheTurnSaysSo() {
        provider.continues = true;
        earlier = standing("Hello, ");
        start(continuing(2, OnInterruption.FAIL));
        provider.call(0).fails(ErrorCode.UPSTREAM_REJECTED);

        assertThat(failure(result())).isEqualTo(ErrorCode.WORKER_LOST.code());
        assertThat(result().text()).isEqualTo("Hello, ");
        assertThat(result().seq()).isEqualTo(3);
        assertThat(provider.begun()).isEqualTo(1);
    }

    @Test
    void aProviderThatCannotContinueIsNotAskedTo() {
        earlier = standing("Hello, ");
        start(continuing(2, null));
        provider.call(0).says("again").finishes("stop");

        assertThat(provider.call(0).request.prefix()).isNull();
        assertThat(result().text()).isEqualTo("again");
    }

    @Test
    void textThatCannotBeReadIsNotContinued() {
        provider.continues = true;
        earlier = CompletableFuture.failedFuture(new IllegalStateException("unreadable"));
        start(continuing(2, null));
        provider.call(0).says("again").finishes("stop");

        assertThat(result().text()).isEqualTo("again");
        assertThat(starts()).containsExactly(new Started(2, "default-model", "scripted"));
    }

    @Test
    void anAnswerThatFailsAfterItWasContinuedKeepsItsText() {
        provider.continues = true;
        earlier = standing("Hello, ");
        start(continuing(2, null));
        provider.call(0).says("wor").fails(ErrorCode.UPSTREAM_ERROR);
        provider.call(1).fails(ErrorCode.UPSTREAM_UNREACHABLE);

        assertThat(failure(result())).isEqualTo(ErrorCode.UPSTREAM_ERROR.code());
        assertThat(result().text()).isEqualTo("Hello, wor");
    }

    @Test
    void aTurnThatIsCancelledWhileItsTextIsReadEnds() {
        provider.continues = true;
        earlier = new CompletableFuture<>();
        TurnJob job = continuing(2, null);
        start(job);

        executor.stop(job.sessionTurn(), 2);

        assertThat(result().outcome().withUsage(null)).isEqualTo(Outcome.cancelled());
        assertThat(provider.begun()).isZero();
    }

    @Test
    void aTurnThatIsCancelledBeforeItGoesOnKeepsItsText() {
        provider.continues = true;
        earlier = standing("Hello, ");
        TurnJob job = continuing(2, null);
        start(job);
        provider.call(0);

        executor.stop(job.sessionTurn(), 2);

        assertThat(result().outcome().withUsage(null)).isEqualTo(Outcome.cancelled());
        assertThat(result().text()).isEqualTo("Hello, ");
        assertThat(starts()).hasSize(1);
    }

    @Test
    void anAnswerThatTheProviderBreaksOffGoesOnWithAnotherCall() {
        provider.continues = true;
        start(continuing(1, null));
        provider.call(0).says("Hello", ", ").fails(ErrorCode.UPSTREAM_TRUNCATED);
        provider.call(1).says("world").finishes("stop");

        assertThat(provider.call(1).request.prefix()).isEqualTo(new AnswerPrefix("Hello, ", 2));
        assertThat(result().text()).isEqualTo("Hello, world");
        assertThat(result().seq()).isEqualTo(3);
        assertThat(result().outcome().withUsage(null)).isEqualTo(new Outcome.Completed("stop", null));
        assertThat(types()).containsExactly(EventType.STARTED, EventType.DELTA, EventType.DELTA, EventType.DELTA);
    }

    @Test
    void anAnswerThatIsBrokenOffAgainAndAgainEndsAsItBrokeOff() {
        provider.continues = true;
        start(continuing(1, null));
        provider.call(0).says("a").fails(ErrorCode.UPSTREAM_TRUNCATED);
        provider.call(1).says("b").fails(ErrorCode.UPSTREAM_ERROR);
        provider.call(2).says("c").fails(ErrorCode.UPSTREAM_UNREACHABLE);

        assertThat(failure(result())).isEqualTo(ErrorCode.UPSTREAM_UNREACHABLE.code());
        assertThat(result().text()).isEqualTo("abc");
        assertThat(provider.begun()).isEqualTo(3);
    }

    @Test
    void anAnswerWhoseRestNobodyBringsEndsAsItBrokeOff() {
        provider.continues = true;
        start(continuing(1, null));
        provider.call(0).says("a").fails(ErrorCode.UPSTREAM_TRUNCATED);
        provider.call(1).fails(ErrorCode.RATE_LIMITED);

        assertThat(failure(result())).isEqualTo(ErrorCode.UPSTREAM_TRUNCATED.code());
        assertThat(result().text()).isEqualTo("a");
        assertThat(provider.begun()).isEqualTo(2);
    }

    @Test
    void anAnswerIsNotContinuedWithinAToolCall() {
        provider.continues = true;
        start(continuing(1, null));
        provider.call(0).says("a").calls().fails(ErrorCode.UPSTREAM_TRUNCATED);

        assertThat(failure(result())).isEqualTo(ErrorCode.UPSTREAM_TRUNCATED.code());
        assertThat(provider.begun()).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsBrokenOffAfterItWasContinuedGoesOnOnceMore() {
        provider.continues = true;
        earlier = standing("Hello, ");
        start(continuing(2, null));
        provider.call(0).says("wor").fails(ErrorCode.UPSTREAM_TRUNCATED);
        provider.call(1).says("ld").finishes("stop");

        assertThat(provider.call(1).request.prefix()).isEqualTo(new AnswerPrefix("Hello, wor", 4));
        assertThat(result().text()).isEqualTo("Hello, world");
        assertThat(starts()).hasSize(1);
    }

    private static CompletableFuture<Optional<StandingText>> standing(String text) {
        return CompletableFuture.completedFuture(Optional.of(new StandingText(new Started(1, "m", "p"), 3, text)));
    }

    private TurnJob continuing(int attempt, OnInterruption otherwise) {
        TurnOptions options = TurnOptions.NONE.with(otherwise).withContinuation();
        return new TurnJob(SESSION, turn(), attempt, System.currentTimeMillis(), List.of(Message.user("hi")), options,
                null);
    }

    private List<Started> starts() {
        return chunks().stream()
                .filter(record -> ChunkHeaders.read(record.headers()).orElseThrow().type() == EventType.STARTED)
                .map(record -> Json.read(record.value(), Started.class)).toList();
    }

    @Test
    void aTurnThatWaitsIsPassedOnAndOneThatRunsIsNot() {
        TurnId running = turn();
        start(job(running, 1));
        provider.call(0).says("Hello");
        TurnId waiting = turn();
        start(job(waiting, 1));
        assertThat(executor.load()).contains(new WorkerLoad(1, 1, 0));

        assertThat(executor.passOnWaiting(5, 3)).isEqualTo(1);

        await().until(() -> givenUp().contains(new AttemptGivenUp(SESSION, waiting, 1, "worker-1")));
        await().until(() -> !executor.knows(named(waiting), 1));
        assertThat(executor.load()).contains(new WorkerLoad(1, 0, 0));
        provider.call(0).finishes("stop");
        assertThat(result().turnId()).isEqualTo(running);
        assertThat(givenUp()).hasSize(1);
    }

    /** Turns that waited behind others of their session were accepted long ago, and are not next for that. */
    @Test
    void turnsArePassedOnInTheOrderInWhichTheyWouldStartHere() {
        start(job(turn(), 1));
        TurnId first = turn();
        start(job(first, 1));
        TurnId accepted = turn();
        start(new TurnJob(new SessionId("s-2"), accepted, 1, System.currentTimeMillis() - LONG.toMillis() / 2,
                List.of(Message.user("hi")), TurnOptions.NONE, null));

        assertThat(executor.passOnWaiting(1, 3)).isEqualTo(1);

        await().until(() -> !givenUp().isEmpty());
        assertThat(givenUp()).containsExactly(new AttemptGivenUp(SESSION, first, 1, "worker-1"));
    }

    @Test
    void oneCallersTurnsThatWaitDoNotKeepAnothersHere() {
        String caller = "q83vEjRWeJCrze8SNFZ4kA~";
        start(job(turn(), 1));
        for (int i = 0; i < 20; i++) {
            start(new TurnJob(new SessionId(caller + i), turn(), 1, System.currentTimeMillis(),
                    List.of(Message.user("hi")), TurnOptions.NONE, null));
        }
        TurnId anothers = turn();
        start(job(anothers, 1));
        assertThat(gauge("rivulet.turns.waiting")).isEqualTo(21);
        assertThat(gauge("rivulet.shares.waiting")).isEqualTo(2);

        assertThat(executor.passOnWaiting(2, 3)).isEqualTo(2);

        await().until(() -> givenUp().contains(new AttemptGivenUp(SESSION, anothers, 1, "worker-1")));
    }

    @Test
    void aTurnThatWasPassedOnOftenEnoughStays() {
        start(job(turn(), 1));
        start(new TurnJob(SESSION, turn(), 4, System.currentTimeMillis(), List.of(Message.user("hi")),
                TurnOptions.NONE, null, 3, null));

        assertThat(executor.passOnWaiting(5, 3)).isZero();
        assertThat(executor.load()).contains(new WorkerLoad(1, 1, 0));
    }

    @Test
    void aStopThatComesBeforeItsJobStopsItAllTheSame() {
        start(job(turn(), 1));
        TurnId turn = turn();
        executor.stop(named(turn), 2);

        start(job(turn, 2));

        assertThat(result().turnId()).isEqualTo(turn);
        assertThat(result().outcome().withUsage(null)).isEqualTo(Outcome.cancelled());
        assertThat(provider.begun()).isEqualTo(1);
    }

    private void start(TurnJob job) {
        start(job, Duration.ZERO);
    }

    private void start(TurnJob job, Duration drain) {
        if (executor == null) {
            TurnRecords records = new TurnRecords(kafka, LINGER, TICKS, new Topics("", 1), "worker-1");
            executor = new TurnExecutor(provider, "default-model", records, LINGER,
                    new ExecutionLimits(1, MEMORY, MEMORY, LONG, LONG, LONG, LONG, LONG, Duration.ZERO, LONGEST_ANSWER,
                            1_000,
                            Optional.empty(), drain, 2, true),
                    pendingPrompts, (turn, attempt) -> earlier, new TurnMetrics(meters, Set.of()));
        }
        executor.start(job);
    }

    private static MockProducer<byte[], byte[]> kafka(boolean acknowledging) {
        return new MockProducer<>(acknowledging, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private TurnId turn() {
        return turn(System.currentTimeMillis());
    }

    private TurnId turn(long at) {
        return new TurnId(new UUID(at << 16 | 0x7000 | ++turns, 0x8000_0000_0000_0000L));
    }

    private static SessionTurn named(TurnId turn) {
        return new SessionTurn(SESSION, turn);
    }

    private static TurnJob job(TurnId turn, int attempt) {
        return new TurnJob(SESSION, turn, attempt, System.currentTimeMillis(), List.of(Message.user("hi")),
                TurnOptions.NONE, null);
    }

    private List<ProducerRecord<byte[], byte[]>> chunks() {
        return kafka.history().stream().filter(record -> record.topic().equals("chunk-events")).toList();
    }

    private List<EventType> types() {
        return chunks().stream().map(record -> ChunkHeaders.read(record.headers()).orElseThrow().type()).toList();
    }

    private String text() {
        return chunks().stream()
                .filter(record -> ChunkHeaders.read(record.headers()).orElseThrow().type() == EventType.DELTA)
                .map(record -> Json.read(record.value(), Delta.class).content()).collect(Collectors.joining());
    }

    private List<Command> givenUp() {
        return kafka.history().stream().filter(record -> record.topic().equals("prompt-requests"))
                .map(record -> Json.read(record.value(), Command.class)).toList();
    }

    private List<TurnFinished> results() {
        return kafka.history().stream().filter(record -> record.topic().equals("turn-results"))
                .map(record -> Json.read(record.value(), TurnFinished.class)).toList();
    }

    private TurnFinished result() {
        await().until(() -> !results().isEmpty());
        return results().getFirst();
    }

    private static String failure(TurnFinished result) {
        return ((Outcome.Failed) result.outcome()).code();
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }
}
