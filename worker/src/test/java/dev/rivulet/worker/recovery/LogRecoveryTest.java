package dev.rivulet.worker.recovery;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Sealed;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.testkit.wait.Waiting;
import dev.rivulet.worker.execution.AdaptiveLinger;
import dev.rivulet.worker.execution.EarlierCalls;
import dev.rivulet.worker.execution.LoggedCalls;
import dev.rivulet.worker.execution.StandingText;
import dev.rivulet.worker.execution.TurnRecords;
import dev.rivulet.worker.provider.LoopTicks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recovery against a log in memory, which can be unreadable, and a Kafka that refuses what is too large. */
class LogRecoveryTest {

    private static final Topics TOPICS = new Topics("", 4);
    private static final Duration TIMEOUT = Duration.ofMillis(200);
    private static final String LOST = "w-lost";
    private static final int LARGEST_RECORD = 4_000;

    private final ChunkEventsLog log = new ChunkEventsLog(TOPICS);
    private final SizeLimitedKafka kafka = new SizeLimitedKafka();
    private LogRecovery recovery = recovery(new RecoveryLimits(100, TIMEOUT, 100_000, 1_000_000));
    private int turns;

    @AfterEach
    void close() {
        recovery.close();
    }

    @Test
    void twoOrdersForOneTurnDoNotEndTheRecoveryOfOthers() {
        LostAttempt first = lost("s-1", "one two");
        LostAttempt again = new LostAttempt(with(first.end(), Outcome.cancelled()), LOST);
        LostAttempt other = lost("s-1", "three");

        recovery.submit(first);
        recovery.submit(again);
        recovery.submit(other);

        assertThat(result(first).text()).isEqualTo("one two");
        assertThat(result(other).text()).isEqualTo("three");
    }

    @Test
    void anAttemptIsSealedBeforeItsEventsAreReadSoThatWhatItsWorkerWritesLaterDoesNotCount() {
        LostAttempt attempt = lost("s-1", "one", " two");
        log.whenRead = () -> {
            assertThat(seals(attempt)).as("seals when the events are read").hasSize(1);
            log.whenRead = null;
            log.add(attempt.end().sessionId(), attempt.end().turnId(), "w-1", new Sealed(1));
            log.add(attempt.end().sessionId(), attempt.end().turnId(), LOST, new Delta(1, 2, " late"));
        };

        recovery.submit(attempt);

        assertThat(result(attempt).text()).isEqualTo("one two");
        assertThat(result(attempt).seq()).isEqualTo(2);
    }

    @Test
    void whatStandsOfEarlierAttemptsIsSealedAndRead() {
        LostAttempt attempt = lost("s-1", "one", " two");
        log.whenRead = () -> {
            assertThat(seals(attempt)).as("seals when the events are read").hasSize(1);
            log.whenRead = null;
            log.add(attempt.end().sessionId(), attempt.end().turnId(), "w-1", new Sealed(1));
            log.add(attempt.end().sessionId(), attempt.end().turnId(), LOST, new Delta(1, 2, " late"));
        };

        assertThat(recovery.seal(attempt.end().sessionTurn(), 1)).succeedsWithin(Waiting.LIMIT)
                .isEqualTo(Optional.of(new StandingText(new Started(1, "m", "p"), 2, "one two")));

        assertThat(recovery.pending()).isZero();
        assertThat(results(attempt)).isEmpty();
    }

    @Test
    void whoBeginsAnewIsToldWhatLostAttemptsHaveAskedOfProvidersAndNothingIsSealed() {
        LostAttempt attempt = lost("s-1", "one", " two");
        SessionTurn turn = attempt.end().sessionTurn();
        log.add(turn.session(), turn.id(), "w-2", new Started(2, "m", "p"));
        log.add(turn.session(), turn.id(), "w-2", new Delta(2, 0, "anew"));

        assertThat(recovery.calls(turn, 1)).succeedsWithin(Waiting.LIMIT)
                .isEqualTo(Optional.of(new EarlierCalls(new LoggedCalls(1, 0, "one two".length()), "one two")));
        assertThat(recovery.calls(turn, 2)).succeedsWithin(Waiting.LIMIT)
                .isEqualTo(Optional.of(new EarlierCalls(new LoggedCalls(2, 0, "one twoanew".length()), "anew")));
        assertThat(recovery.calls(lost("s-2").end().sessionTurn(), 1)).succeedsWithin(Waiting.LIMIT)
                .satisfies(calls -> assertThat(calls.orElseThrow().calls().producedChars()).isZero());

        assertThat(seals(attempt)).isEmpty();
        assertThat(results(attempt)).isEmpty();
        assertThat(recovery.pending()).isZero();
    }

    @Test
    void textThatCannotBeReadInTimeIsNotHandedOver() {
        LostAttempt attempt = lost("s-1", "one", " two");
        log.loseLeader(attempt.end().sessionId());

        assertThat(recovery.seal(attempt.end().sessionTurn(), 1)).failsWithin(Waiting.LIMIT);

        assertThat(recovery.pending()).isZero();
    }

    @Test
    void whoNeedsTheTextNoMoreWaitsForNothing() {
        LostAttempt attempt = lost("s-1", "one");
        log.loseLeader(attempt.end().sessionId());
        CompletableFuture<?> text = recovery.seal(attempt.end().sessionTurn(), 1);

        text.cancel(false);

        await().until(() -> recovery.pending() == 0);
    }

    @Test
    void anAttemptWhoseEventsAreReadAgainIsNotSealedAgain() {
        LostAttempt attempt = lost("s-1", "text");
        log.loseLeader(attempt.end().sessionId());
        recovery.submit(attempt);
        await().until(() -> log.passes.get() > 1);
        log.electLeader(attempt.end().sessionId());

        result(attempt);

        assertThat(seals(attempt)).hasSize(1);
    }

    @Test
    void oneTurnIdInTwoSessionsIsTwoTurns() {
        String other = IntStream.range(0, 1_000).mapToObj(i -> "o-" + i)
                .filter(session -> log.partition(new SessionId(session)).equals(log.partition(new SessionId("s-1"))))
                .findFirst().orElseThrow();
        TurnId turn = mint();
        LostAttempt first = lost("s-1", turn, "of the first");
        LostAttempt second = lost(other, turn, "of the second");

        recovery.submit(first);
        recovery.submit(second);

        await().until(() -> results(first).size() == 2);
        assertThat(results(first)).extracting(TurnFinished::sessionId, TurnFinished::text).containsExactlyInAnyOrder(
                tuple(first.end().sessionId(), "of the first"), tuple(second.end().sessionId(), "of the second"));
    }

    @Test
    void aResultThatIsTooLargeIsWrittenShorterAndDelaysNoOther() {
        LostAttempt large = lost("s-1", "x".repeat(3 * LARGEST_RECORD));
        LostAttempt small = lost("s-1", "small");

        recovery.submit(large);
        recovery.submit(small);

        assertThat(result(small).text()).isEqualTo("small");
        TurnFinished shortened = result(large);
        assertThat(shortened.text()).isNotEmpty().matches("x*").hasSizeLessThan(LARGEST_RECORD);
        assertThat(shortened.outcome().withUsage(null)).isEqualTo(large.end().outcome());
    }

    @Test
    void aRecordThatCannotBeReadEndsTheTextOfItsAttemptAlone() {
        LostAttempt broken = lost("s-1", "before");
        log.add(broken.end().sessionId(), new ChunkHeaders(broken.end().turnId(), EventType.DELTA, 1), LOST,
                "{".getBytes(StandardCharsets.US_ASCII));
        LostAttempt whole = lost("s-1", "whole");

        recovery.submit(broken);
        recovery.submit(whole);

        assertThat(result(broken).text()).isEqualTo("before");
        assertThat(result(whole).text()).isEqualTo("whole");
    }

    @Test
    void aPartitionThatCannotBeReadDelaysNoOtherAndItsTurnsEndWithoutText() {
        LostAttempt unreadable = lost("s-1", "unreadable");
        log.loseLeader(unreadable.end().sessionId());
        LostAttempt readable = lost(sessionOfAnotherPartition("s-1"), "readable");

        recovery.submit(unreadable);
        recovery.submit(readable);

        assertThat(result(readable).text()).isEqualTo("readable");
        assertThat(result(unreadable)).isEqualTo(unreadable.end());
    }

    @Test
    void anErrorInThePassEndsNeitherTheThreadNorTheOrder() {
        LostAttempt attempt = lost("s-1", "text");
        log.fault = new NoClassDefFoundError("test");
        recovery.submit(attempt);
        await().until(() -> log.faults.get() > 0);

        log.fault = null;
        LostAttempt next = lost("s-1", "next");
        recovery.submit(next);

        assertThat(result(next).text()).isEqualTo("next");
        assertThat(result(attempt).outcome().withUsage(null)).isEqualTo(attempt.end().outcome());
    }

    @Test
    void anAttemptThatIsSubmittedAgainBeforeItsResultIsWrittenHasOneResult() {
        LostAttempt attempt = lost("s-1", "text");
        log.loseLeader(attempt.end().sessionId());
        for (int i = 0; i < 10; i++) {
            assertThat(recovery.submit(attempt)).isTrue();
        }
        log.electLeader(attempt.end().sessionId());

        result(attempt);
        await().until(() -> recovery.pending() == 0);

        assertThat(results(attempt)).hasSize(1);
    }

    @Test
    void aFullQueueRefusesAndHasRoomAgainAfterwards() {
        recovery.close();
        recovery = recovery(new RecoveryLimits(2, Duration.ofMinutes(1), 100_000, 1_000_000));
        LostAttempt first = lost("s-1", "one");
        LostAttempt second = lost("s-1", "two");
        LostAttempt third = lost("s-1", "three");
        log.loseLeader(first.end().sessionId());

        assertThat(recovery.submit(first)).isTrue();
        assertThat(recovery.submit(second)).isTrue();
        assertThat(recovery.submit(third)).isFalse();
        log.electLeader(first.end().sessionId());

        await().until(() -> recovery.submit(third));
        assertThat(result(first).text()).isEqualTo("one");
        assertThat(result(third).text()).isEqualTo("three");
    }

    @Test
    void moreTextThanFitsIntoMemoryIsReadInSeveralPasses() {
        recovery.close();
        recovery = recovery(new RecoveryLimits(100, Duration.ofMinutes(1), 1_000, 1_500));
        List<LostAttempt> attempts = IntStream.range(0, 5).mapToObj(i -> lost("s-1", "y".repeat(900))).toList();
        LostAttempt longer = lost("s-1", "z".repeat(999), "\uD83D\uDE00 and more");

        attempts.forEach(recovery::submit);
        recovery.submit(longer);

        attempts.forEach(attempt -> assertThat(result(attempt).text()).hasSize(900));
        assertThat(result(longer).text()).isEqualTo("z".repeat(999));
        assertThat(result(longer).seq()).isEqualTo(2);
        assertThat(log.passes).hasValueGreaterThan(5);
    }

    private LogRecovery recovery(RecoveryLimits limits) {
        AdaptiveLinger noLinger = new AdaptiveLinger(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);
        return LogRecovery.start(log, TOPICS, new TurnRecords(kafka, noLinger, new LoopTicks(), TOPICS, "w-1"), limits);
    }

    /** An attempt that wrote these texts and then no result. */
    private LostAttempt lost(String session, String... texts) {
        return lost(session, mint(), texts);
    }

    private TurnId mint() {
        return new TurnId(new UUID(System.currentTimeMillis() << 16 | 0x7000 | ++turns, 0x8000_0000_0000_0000L));
    }

    private LostAttempt lost(String session, TurnId turn, String... texts) {
        SessionId id = new SessionId(session);
        log.add(id, turn, LOST, new Started(1, "m", "p"));
        for (int seq = 0; seq < texts.length; seq++) {
            log.add(id, turn, LOST, new Delta(1, seq, texts[seq]));
        }
        return new LostAttempt(new TurnFinished(id, turn, 1, TurnFinished.COORDINATOR,
                Outcome.failed(ErrorCode.WORKER_LOST, "The worker that ran the turn is gone."), 0, "", null, null,
                new Timings(900, null, 900)), LOST);
    }

    private static TurnFinished with(TurnFinished end, Outcome outcome) {
        return new TurnFinished(end.sessionId(), end.turnId(), end.attempt(), end.owner(), outcome, end.seq(),
                end.text(), end.model(), end.provider(), end.timings());
    }

    private String sessionOfAnotherPartition(String session) {
        int number = 0;
        while (log.partition(new SessionId("o-" + number)).equals(log.partition(new SessionId(session)))) {
            number++;
        }
        return "o-" + number;
    }

    /** The first result that Kafka took for a turn. */
    private TurnFinished result(LostAttempt attempt) {
        await("a result of " + attempt.end().turnId()).until(() -> !results(attempt).isEmpty());
        return results(attempt).getFirst();
    }

    private List<TurnFinished> results(LostAttempt attempt) {
        return kafka.history().stream().filter(record -> record.topic().equals(TOPICS.name(Topic.TURN_RESULTS)))
                .map(record -> Json.read(record.value(), TurnFinished.class))
                .filter(result -> result.turnId().equals(attempt.end().turnId())).toList();
    }

    private List<ChunkHeaders> seals(LostAttempt attempt) {
        return kafka.history().stream().filter(record -> record.topic().equals(TOPICS.name(Topic.CHUNK_EVENTS)))
                .flatMap(record -> ChunkHeaders.read(record.headers()).stream())
                .filter(event -> event.turn().equals(attempt.end().turnId()) && event.type() == EventType.SEALED)
                .toList();
    }

    /** Refuses records above a size, as a producer does with its own limit and for a broker's. */
    private static final class SizeLimitedKafka extends MockProducer<byte[], byte[]> {

        SizeLimitedKafka() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (record.value().length <= LARGEST_RECORD) {
                return super.send(record, callback);
            }
            RecordTooLargeException refused = new RecordTooLargeException("too large");
            callback.onCompletion(null, refused);
            return CompletableFuture.failedFuture(refused);
        }
    }
}
