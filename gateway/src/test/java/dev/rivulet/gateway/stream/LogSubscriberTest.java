package dev.rivulet.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogSubscriberTest {

    private final FakeLog log = new FakeLog();
    private final RecordingSink sink = new RecordingSink();
    private final GatewayMeters meters = new GatewayMeters(new SimpleMeterRegistry());
    private final LogSubscriber<TurnEvent> subscriber = new LogSubscriber<>(
            new EventLog(new TopicPartition("chunk-events", 0), new Selection.OfTurn(Chunks.named(Chunks.TURN)), log,
                    log),
            log, sink,
            meters);

    @Test
    void eventsBetweenAttachAndBeginAreShown() {
        subscriber.attach();
        append(Chunks.started(1));
        deltas(2);
        log.pollAll();
        log.runLoop();
        assertThat(sink.offsets).isEmpty();
        subscriber.begin(new AttemptFilter());
        append(Chunks.done(1, 2, "stop", 2));
        log.pollAll();
        log.runLoop();
        assertShownAll();
        assertThat(log.readsWaiting()).isZero();
    }

    @Test
    void aReaderThatIsGoneDoesNotHaveTheLogRead() {
        append(Chunks.started(1));
        log.pollAll();
        subscriber.beginAt(0, new AttemptFilter());
        assertThat(log.readsWaiting()).isEqualTo(1);
        subscriber.close();
        assertThat(log.readsCancelled()).isEqualTo(1);
    }

    @Test
    void aReaderThatJoinsLateIsShownAllEventsFromTheBeginning() {
        append(Chunks.started(1));
        deltas(5);
        log.pollAll();
        subscriber.beginAt(0, new AttemptFilter());
        deltas(5);
        log.pollAll();
        log.settle();
        append(Chunks.done(1, 10, "stop", 10));
        log.settle();
        assertShownAll();
    }

    @Test
    void liveEventsThatArriveWhileJoiningAreShownOnce() {
        append(Chunks.started(1));
        log.pollAll();
        subscriber.beginAt(0, new AttemptFilter());
        deltas(3);
        log.pollAll();
        log.answerRead(100); // up to the tail's old position; the reader attaches next
        log.runLoop();
        deltas(3);
        log.pollAll();
        log.settle();
        append(Chunks.done(1, 6, "stop", 6));
        log.settle();
        assertShownAll();
    }

    @Test
    void eventsPolledJustBeforeTheReaderAttachesAreRead() {
        append(Chunks.started(1));
        log.pollAll();
        deltas(3);
        log.pollBeforeAttach(2);
        subscriber.beginAt(0, new AttemptFilter());
        log.settle();
        append(Chunks.done(1, 3, "stop", 3));
        log.settle();
        assertShownAll();
    }

    @Test
    void eventsBeforeACursorAheadOfThisTailAreNotShownAgain() {
        append(Chunks.started(1));
        deltas(5);
        subscriber.beginAt(4, new AttemptFilter(1, 3));
        append(Chunks.done(1, 5, "stop", 5));
        log.settle();
        assertThat(sink.offsets).containsExactly(4L, 5L, 6L);
    }

    @Test
    void liveEventsThatDoNotFitTheBufferAreReadFromTheLog() {
        subscriber.attach();
        append(Chunks.started(1));
        deltas(1_000);
        log.pollAll();
        log.runLoop();
        assertThat(log.attachedCount()).isZero();
        subscriber.begin(new AttemptFilter());
        append(Chunks.done(1, 1_000, "stop", 1_000));
        log.settle();
        assertShownAll();
    }

    @Test
    void aSlowReaderIsDetachedAndContinuesWhereItStopped() {
        live();
        sink.full = true;
        deltas(1);
        log.pollAll();
        log.runLoop();
        assertThat(log.attachedCount()).isZero();
        deltas(500);
        log.pollAll();
        log.runLoop();
        assertThat(log.readsWaiting()).isZero();
        sink.full = false;
        subscriber.drained();
        append(Chunks.done(1, 501, "stop", 501));
        log.settle();
        assertShownAll();
    }

    @Test
    void aReaderThatStaysSlowGetsOnePageAtATime() {
        live();
        deltas(100);
        sink.full = true;
        log.pollAll();
        log.runLoop();
        append(Chunks.done(1, 100, "stop", 100));
        log.pollAll();
        int shown = sink.offsets.size();
        while (!sink.ended) {
            subscriber.drained();
            log.answerRead(7);
            log.runLoop();
            assertThat(sink.offsets.size()).isBetween(shown, shown + 7);
            shown = sink.offsets.size();
        }
        assertShownAll();
    }

    @Test
    void aReaderThatIsFullInTheMiddleOfAPollTakesNoMoreRecords() {
        live();
        sink.full = true;
        for (int i = 0; i < 100; i++) {
            append(new Delta(1, log.end() - 1, "x".repeat(1_000)));
        }
        log.pollAll();
        log.runLoop();
        assertThat(sink.offsets).hasSizeBetween(2, 30);
        assertThat(log.attachedCount()).isZero();
        sink.full = false;
        subscriber.drained();
        append(Chunks.done(1, 100, "stop", 100_000));
        log.settle();
        assertShownAll();
    }

    @Test
    void eventsOfOnePollAreOneWrite() {
        live();
        sink.flushes.clear();
        deltas(4);
        log.pollAll();
        log.runLoop();
        assertThat(sink.flushes).containsExactly(4);
    }

    @Test
    void readersReadTheRecordsThatATailSkippedWhenItLostItsPosition() {
        live();
        deltas(10);
        log.loseTail();
        log.settle();
        append(Chunks.done(1, 10, "stop", 10));
        log.settle();
        assertShownAll();
    }

    @Test
    void aReaderWaitsForUnreachableBrokers() {
        append(Chunks.started(1));
        append(Chunks.done(1, 0, "stop", 0));
        log.pollAll();
        subscriber.beginAt(0, new AttemptFilter());
        log.failRead(new KafkaException("away"));
        log.runLoop();
        assertThat(sink.problem).isNull();
        log.answerRead(0); // no request before the pause is over
        log.timePasses();
        log.runLoop();
        log.answerRead(0); // no answer in time
        log.runLoop();
        log.settle();
        assertShownAll();
    }

    @Test
    void expiredEventsEndTheStreamWithAProblemAndWithoutATerminalEvent() {
        deltas(5);
        log.pollAll();
        log.expireBefore(3);
        subscriber.beginAt(1, new AttemptFilter(1, 0));
        log.settle();
        assertThat(sink.problem.code()).isEqualTo(ProblemCode.CURSOR_EXPIRED);
        assertThat(sink.ended).isFalse();
        assertThat(log.attachedCount()).isZero();
    }

    @Test
    void aReaderBeyondTheEndOfATruncatedLogFailsInsteadOfGoingLive() {
        live();
        deltas(5);
        log.settle();
        log.truncateTo(2);
        log.settle();
        assertThat(sink.problem.code()).isEqualTo(ProblemCode.CURSOR_EXPIRED);
        assertThat(sink.ended).isFalse();
        assertThat(log.attachedCount()).isZero();
    }

    @Test
    void aSlowReaderOfALogThatWasCreatedAnewFailsWhenItHasDrained() {
        live();
        sink.full = true;
        deltas(3);
        log.pollAll();
        log.runLoop();
        log.truncateTo(0);
        sink.full = false;
        subscriber.drained();
        log.settle();
        assertThat(sink.problem.code()).isEqualTo(ProblemCode.CURSOR_EXPIRED);
        assertThat(log.attachedCount()).isZero();
    }

    @Test
    void aReaderWhosePositionOtherRecordsHaveTakenFailsInsteadOfWaitingForItsTurn() {
        live();
        deltas(3);
        log.settle();
        log.replaceFrom(0, LongStream.range(0, 10)
                .mapToObj(i -> Chunks.record(i, new TurnIds().next(), Chunks.started(1))).toList());
        log.settle();
        assertThat(sink.problem.code()).isEqualTo(ProblemCode.CURSOR_EXPIRED);
        assertThat(log.attachedCount()).isZero();
    }

    @Test
    void aReaderBeforeTheRecordsThatWereLostGoesOn() {
        live();
        deltas(1);
        log.settle();
        log.replaceFrom((int) log.end(), List.of());
        log.settle();
        append(Chunks.done(1, 1, "stop", 1));
        log.settle();
        assertShownAll();
    }

    @Test
    void nothingIsShownAfterTheEndOrAfterTheReaderLeft() {
        live();
        append(Chunks.done(1, 0, "stop", 0));
        append(Chunks.done(1, 0, "stop", 0));
        log.settle();
        assertThat(sink.offsets).containsExactly(0L, 1L);
        assertThat(log.attachedCount()).isZero();
    }

    @Test
    void theSinkIsToldWhenItHasCaughtUp() {
        append(Chunks.started(1));
        deltas(5);
        log.pollAll();
        subscriber.beginAt(0, new AttemptFilter());
        assertThat(sink.caughtUp).isZero();
        log.settle();
        assertThat(sink.offsets).hasSize(6);
        assertThat(sink.caughtUp).isEqualTo(1);
        subscriber.drained();
        assertThat(sink.caughtUp).isEqualTo(2);
    }

    @Test
    void aReaderThatIsFullWhenItJoinsHasNotCaughtUp() {
        append(Chunks.started(1));
        log.pollAll();
        sink.full = true;
        subscriber.beginAt(0, new AttemptFilter());
        log.settle();
        assertThat(sink.caughtUp).isZero();
    }

    @Test
    void aClosedSubscriptionIsDetachedAndReleasedOnce() {
        live();
        subscriber.close();
        subscriber.close();
        assertThat(sink.released).isEqualTo(1);
        deltas(1);
        log.settle();
        assertThat(sink.offsets).containsExactly(0L);
        assertThat(sink.ended).isFalse();
        assertThat(log.attachedCount()).isZero();
    }

    /** Random orders of all that can happen. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void noOrderOfEventsMakesAGapOrADuplicate(int seed) {
        for (int run = 0; run < 200; run++) {
            new LogSubscriberTest().inAnyOrder(new Random(seed * 1_000L + run));
        }
    }

    private void inAnyOrder(Random random) {
        append(Chunks.started(1));
        deltas(random.nextInt(20));
        log.poll(random.nextInt(20));
        log.pollBeforeAttach(random.nextInt(3));
        subscriber.beginAt(0, new AttemptFilter());
        for (int step = 0; step < 200; step++) {
            switch (random.nextInt(10)) {
                case 0, 1 -> deltas(1 + random.nextInt(3));
                case 2, 3 -> log.poll(1 + random.nextInt(5));
                case 4 -> log.answerRead(random.nextInt(6));
                case 5, 6 -> log.runOne();
                case 7 -> log.timePasses();
                case 8 -> {
                    sink.full = !sink.full;
                    if (!sink.full) {
                        subscriber.drained();
                    }
                }
                default -> {
                    if (random.nextInt(20) == 0) {
                        log.loseTail();
                    }
                }
            }
        }
        append(Chunks.done(1, 0, "stop", 0));
        sink.full = false;
        subscriber.drained();
        log.settle();
        assertShownAll();
    }

    @Test
    void aReaderOfAPartitionThatIsNotReadWaitsForTheTailAndMissesNothing() {
        append(Chunks.started(1));
        deltas(3);
        log.leave();
        subscriber.beginAt(0, new AttemptFilter());
        assertThat(log.leaseCount()).isEqualTo(1);
        assertThat(log.readsWaiting()).isZero();
        deltas(2);
        log.join();
        deltas(2);
        log.settle();
        append(Chunks.done(1, 7, "stop", 7));
        log.settle();
        assertShownAll();
        assertThat(log.leaseCount()).as("the partition may be left").isZero();
    }

    @Test
    void aPromptWaitsUntilItsReaderIsAttached() {
        log.leave();
        CompletableFuture<Void> attached = subscriber.attach();
        assertThat(attached).isNotDone();
        log.join();
        log.runLoop();
        assertThat(attached).isCompleted();
        append(Chunks.started(1));
        append(Chunks.done(1, 0, "stop", 0));
        log.pollAll();
        log.runLoop();
        subscriber.begin(new AttemptFilter());
        log.settle();
        assertShownAll();
    }

    @Test
    void aReaderThatIsGoneBeforeItsPartitionIsReadIsNotAttached() {
        log.leave();
        CompletableFuture<Void> attached = subscriber.attach();
        subscriber.close();
        assertThat(log.leaseCount()).isZero();
        log.join();
        log.runLoop();
        assertThat(attached).as("the prompt is published").isCompleted();
        assertThat(log.attachedCount()).isZero();
        assertThat(subscriber.attach()).as("also if it was gone before").isCompleted();
        assertThat(log.leaseCount() + log.attachedCount()).isZero();
    }

    @Test
    void aSlowReaderKeepsItsPartitionBeingRead() {
        live();
        sink.full = true;
        deltas(1);
        log.pollAll();
        log.runLoop();
        assertThat(log.attachedCount()).isZero();
        assertThat(log.leaseCount()).isEqualTo(1);
        subscriber.close();
        subscriber.close();
        assertThat(log.leaseCount()).isZero();
    }

    private void live() {
        subscriber.attach();
        subscriber.begin(new AttemptFilter());
        append(Chunks.started(1));
        log.settle();
    }

    private void deltas(int count) {
        for (int i = 0; i < count; i++) {
            append(new Delta(1, Math.max(0, log.end() - 1), "x"));
        }
    }

    private void append(ChunkEvent event) {
        ChunkRecord chunk = Chunks.record(log.end(), event);
        log.append(chunk);
    }

    private void assertShownAll() {
        List<Long> all = LongStream.range(0, log.end()).boxed().toList();
        assertThat(sink.offsets).isEqualTo(all);
        assertThat(sink.ended).isTrue();
        assertThat(sink.problem).isNull();
    }
}
