package dev.rivulet.gateway.log.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.tail.LiveTail.Attachment;
import dev.rivulet.gateway.log.tail.LiveTail.Lease;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Watching;
import dev.rivulet.schemas.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChunkTailerTest {

    private static final TopicPartition PARTITION = new TopicPartition("chunk-events", 0);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofMillis(50);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MockConsumer<ByteBuffer, byte[]> consumer = new MockConsumer<>("none");
    private final KnownTurns known = new KnownTurns(3);
    private final List<String> watching = new CopyOnWriteArrayList<>();
    private final List<SessionTurn> ends = new CopyOnWriteArrayList<>();
    private final ChunkTailer tailer = new ChunkTailer(consumer, "chunk-events", List.of(0), LINGER, known,
            (session, readers) -> watching.add(session + " " + readers), (ended, used) -> ends.add(ended),
            new GatewayMeters(registry));
    private final CountingLoop loop = new CountingLoop();
    private TurnId turn; // that begins while the partition is read

    @BeforeEach
    void startAtTheEnd() throws InterruptedException {
        consumer.updateEndOffsets(Map.of(PARTITION, 100L));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        tailer.start();
        tailer.readiness().await();
        turn = new TurnIds().next();
    }

    @AfterEach
    void close() {
        tailer.close();
    }

    @Test
    void aListenerGetsAllEventsFromItsPositionOnAndNoneBefore() {
        assertThat(tailer.position(0)).isEqualTo(100);
        arrives(100, turn);
        await().atMost(SOON).until(() -> tailer.position(0) == 101);
        Recording listener = new Recording();
        Attachment attachment = tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, listener);
        assertThat(attachment.position()).isEqualTo(101);
        arrives(101, turn);
        arrives(102, new TurnIds().next());
        arrives(103, turn);
        await().atMost(SOON).untilAsserted(() -> assertThat(listener.offsets).containsExactly(101L, 103L));
        attachment.detach();
        arrives(104, turn);
        await().atMost(SOON).until(() -> tailer.position(0) == 105);
        assertThat(listener.offsets).containsExactly(101L, 103L);
    }

    @Test
    void theEndsOfTurnsAreToldWhoeverReadsThem() {
        TurnId failed = new TurnIds().next();
        arrives(100, "s", turn, EventType.STARTED);
        arrives(101, "no session", turn, EventType.DONE);
        arrives(102, "s", turn, EventType.DONE);
        arrives(103, "other", failed, EventType.ERROR, 0);
        await().atMost(SOON).untilAsserted(() -> assertThat(ends).containsExactly(Chunks.named(turn),
                new SessionTurn(new SessionId("other"), failed)));
    }

    /** A reply can be a whole conversation, and the records of all readers wait behind it. */
    @Test
    void aReplyIsParsedOnAnotherThreadThanTheTails() {
        CompletableFuture<Boolean> parsedElsewhere = tailer.awaitReply(turn, Accepted.class)
                .thenApply(reply -> Thread.currentThread().isVirtual());
        Accepted reply = new Accepted(turn, turn, Accepted.Status.CREATED);
        Headers headers = new RecordHeaders();
        reply.writeTo(headers);
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>("chunk-events", 0, 100, 0,
                TimestampType.CREATE_TIME, 0, 0, null, Json.write(reply), headers, Optional.empty())));
        assertThat(parsedElsewhere).succeedsWithin(SOON).isEqualTo(true);
    }

    @Test
    void onePollWakesALoopOnceForAllItsListeners() {
        Recording one = new Recording();
        Recording two = new Recording();
        tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, one);
        tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, two);
        consumer.schedulePollTask(() -> {
            for (long offset = 100; offset < 110; offset++) {
                consumer.addRecord(record(offset, turn));
            }
        });
        await().atMost(SOON).until(() -> tailer.position(0) == 110);
        assertThat(loop.wakeUps).hasValue(1);
        assertThat(one.batches).containsExactly(10);
        assertThat(two.batches).containsExactly(10);
    }

    @Test
    void aSlowLoopBlocksTheTailAfterFourPolls() {
        BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
        EventLoop busy = new CountingLoop() {
            @Override
            public void execute(Runnable task) {
                waiting.add(task);
            }
        };
        Recording listener = new Recording();
        tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), busy, listener);
        for (long offset = 100; offset < 120; offset++) {
            arrives(offset, turn);
        }
        await().atMost(SOON).until(() -> tailer.position(0) == 105);
        assertThat(waiting).hasSize(4);
        await().atMost(SOON).untilAsserted(() -> {
            Optional.ofNullable(waiting.poll()).ifPresent(Runnable::run);
            assertThat(waiting).hasSizeLessThanOrEqualTo(4);
            assertThat(listener.offsets).hasSize(20);
        });
    }

    @Test
    void theTailContinuesAfterAFailureOfTheBrokers() {
        Recording listener = new Recording();
        tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, listener);
        consumer.setPollException(new KafkaException("away"));
        await().atMost(SOON).untilAsserted(() -> {
            if (tailer.position(0) == 100) {
                arrives(100, turn);
            }
            assertThat(listener.offsets).contains(100L);
        });
    }

    @Test
    void afterLosingItsPositionTheTailResyncsListenersAndContinuesAtTheEnd() {
        Recording listener = new Recording();
        tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, listener);
        consumer.updateEndOffsets(Map.of(PARTITION, 500L));
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(PARTITION, 100L)));
        await().atMost(SOON).untilAsserted(() -> assertThat(listener.resyncs).hasValue(1));
        assertThat(tailer.position(0)).isEqualTo(500);
    }

    @Test
    void aTruncationIsRememberedBeforeListenersResync() {
        Recording listener = new Recording();
        tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, listener);
        assertThat(tailer.truncation(0)).isEqualTo(Truncation.NONE);
        consumer.updateEndOffsets(Map.of(PARTITION, 500L));
        consumer.setPollException(new LogTruncationException("truncated", Map.of(PARTITION, 100L),
                Map.of(PARTITION, new OffsetAndMetadata(90))));
        await().atMost(SOON).untilAsserted(() -> assertThat(listener.resyncs).hasValue(1));
        assertThat(tailer.truncation(0)).isEqualTo(new Truncation(1, 90));
    }

    @Test
    void aTopicThatWasCreatedAnewHasLostAllRecords() {
        Recording listener = new Recording();
        tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, listener);
        consumer.updateEndOffsets(Map.of(PARTITION, 500L));
        tailer.onRecreated();
        await().atMost(SOON).untilAsserted(() -> assertThat(listener.resyncs).hasValue(1));
        assertThat(tailer.truncation(0)).isEqualTo(new Truncation(1, 0));
        assertThat(tailer.position(0)).isEqualTo(500);
    }

    @Test
    void anUnknownRecordIsCountedAndSkipped() {
        Recording listener = new Recording();
        tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, listener);
        arrives(100, Optional.of("of a later version"));
        arrives(101, Optional.empty());
        arrives(102, turn);
        await().atMost(SOON).untilAsserted(() -> assertThat(listener.offsets).containsExactly(102L));
        assertThat(registry.get("rivulet.gateway.events.unknown").counter().count()).isEqualTo(2);
    }

    /** It is no event: who reads the log later is not shown it, and nothing has a cursor of it. */
    @Test
    void howManyFollowASessionIsToldBesideItsEvents() {
        Recording follower = new Recording();
        tailer.attach(0, new Selection.OfSession(new SessionId("s")), loop, follower);
        says(100, "s", "{\"readers\":2}");
        arrives(101, "s", turn, EventType.STARTED);
        await().atMost(SOON).untilAsserted(() -> assertThat(follower.offsets).containsExactly(101L));
        assertThat(watching).containsExactly("s 2");
        assertThat(registry.get("rivulet.gateway.events.unknown").counter().count()).isZero();
    }

    @Test
    void aHostileNumberOfFollowersIsCountedAndSkipped() {
        Recording follower = new Recording();
        tailer.attach(0, new Selection.OfSession(new SessionId("s")), loop, follower);
        says(100, "s", "{\"readers\":-2}");
        says(101, "no session", "{\"readers\":2}");
        says(102, "s", "{\"readers\":2,\"more\":\"" + "x".repeat(2_000) + "\"}");
        says(103, "s", "readers");
        arrives(104, "s", turn, EventType.STARTED);
        await().atMost(SOON).untilAsserted(() -> assertThat(follower.offsets).containsExactly(104L));
        assertThat(watching).isEmpty();
        assertThat(registry.get("rivulet.gateway.events.unknown").counter().count()).isEqualTo(4);
    }

    private void says(long offset, String key, String value) {
        Headers headers = new RecordHeaders();
        Watching.writeTo(headers);
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>("chunk-events", 0, offset, 0,
                TimestampType.CREATE_TIME, 0, 0, ByteBuffer.wrap(key.getBytes()), value.getBytes(), headers,
                Optional.empty())));
    }

    @Test
    void aListenerThatThrowsIsDetachedAndTheOthersStillGetTheirEvents() {
        Recording listener = new Recording();
        tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, new Recording() {
            @Override
            public void onRecords(List<ChunkRecord> records) {
                throw new IllegalStateException("a test's listener fails");
            }
        });
        tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, listener);
        arrives(100, turn);
        arrives(101, turn);
        await().atMost(SOON).untilAsserted(() -> assertThat(listener.offsets).containsExactly(100L, 101L));
    }

    @Test
    void aFollowerGetsAllEventsOfItsSessionAndAReaderOnlyThoseOfItsTurn() {
        Recording follower = new Recording();
        Recording reader = new Recording();
        tailer.attach(0, new Selection.OfSession(new SessionId("s")), loop, follower);
        tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, reader);
        arrives(100, "s", turn, EventType.PROMPT);
        arrives(101, "s", turn, EventType.STARTED);
        arrives(102, "other", new TurnIds().next(), EventType.STARTED);
        arrives(103, "s", new TurnIds().next(), EventType.QUEUED);
        await().atMost(SOON).until(() -> tailer.position(0) == 104);
        assertThat(follower.offsets).containsExactly(100L, 101L, 103L);
        assertThat(reader.offsets).containsExactly(101L);
    }

    @Test
    void aReaderGetsNothingOfAnotherSessionsTurnWithTheSameId() {
        Recording mine = new Recording();
        Recording others = new Recording();
        tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, mine);
        tailer.attach(0, new Selection.OfTurn(new SessionTurn(new SessionId("other"), turn)), loop, others);
        arrives(100, "other", turn, EventType.STARTED);
        arrives(101, "s", turn, EventType.STARTED);
        arrives(102, "third", turn, EventType.STARTED);
        await().atMost(SOON).until(() -> tailer.position(0) == 103);
        assertThat(mine.offsets).containsExactly(101L);
        assertThat(others.offsets).containsExactly(100L);
    }

    @Test
    void theFirstEventsOfTurnsAreKnownWithAndWithoutReaders() {
        TurnId refused = new TurnIds().next();
        arrives(100, "s", turn, EventType.STARTED);
        arrives(101, "s", turn, EventType.STARTED);
        await().atMost(SOON).until(() -> tailer.position(0) == 102);
        tailer.attach(0, new Selection.OfTurn(Chunks.named(new TurnIds().next())), loop, new Recording());
        arrives(102, "s", refused, EventType.ERROR, 0);
        arrives(103, "s", turn, EventType.STARTED);
        arrives(104, "other", new TurnIds().next(), EventType.STARTED, 2);
        arrives(105, "other", new TurnIds().next(), EventType.DONE, 1);
        await().atMost(SOON).until(() -> tailer.position(0) == 106);
        assertThat(known.beginning(Chunks.named(turn))).contains(new KnownTurns.Beginning(100, true));
        assertThat(known.beginning(Chunks.named(refused))).contains(new KnownTurns.Beginning(102, true));
        assertThat(known.beginning(new SessionTurn(new SessionId("other"), turn))).isEmpty();

        arrives(106, "s", new TurnIds().next(), EventType.STARTED);
        await().atMost(SOON).until(() -> tailer.position(0) == 107);
        assertThat(known.beginning(Chunks.named(turn))).isEmpty();
        assertThat(known.beginning(Chunks.named(refused))).isPresent();
    }

    @Test
    void aTurnThatWasCreatedBeginsNotBeforeTheEndOfThatTime() {
        Runnable creation = tailer.creation(0, Chunks.named(turn));
        arrives(100, "s", new TurnIds().next(), EventType.DELTA);
        await().atMost(SOON).until(() -> tailer.position(0) == 101);
        creation.run();
        assertThat(known.beginning(Chunks.named(turn))).contains(new KnownTurns.Beginning(100, false));
        arrives(101, "s", turn, EventType.STARTED);
        await().atMost(SOON).until(() -> tailer.position(0) == 102);
        creation.run();
        assertThat(known.beginning(Chunks.named(turn))).contains(new KnownTurns.Beginning(101, true));
    }

    @Test
    void nothingIsKnownOfALogThatWasMadeAnewAndNothingOfBeforeIsNoted() {
        arrives(100, "s", turn, EventType.STARTED);
        await().atMost(SOON).until(() -> tailer.position(0) == 101);
        TurnId created = new TurnIds().next();
        Runnable creation = tailer.creation(0, Chunks.named(created));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
        tailer.onRecreated();
        await().atMost(SOON).until(() -> tailer.position(0) == 0);
        creation.run();
        assertThat(known.beginning(Chunks.named(turn))).isEmpty();
        assertThat(known.beginning(Chunks.named(created))).isEmpty();
    }

    /** Nearly all records are deltas, and most of them are of sessions that nobody reads here. */
    @Test
    void ofDeltasOfSessionsThatNobodyReadsNoMoreThanKeyAndTypeIsRead() {
        AtomicInteger turnReads = new AtomicInteger();
        tailer.attach(0, new Selection.OfTurn(new SessionTurn(new SessionId("other"), turn)), loop, new Recording());
        deltaArrives(100, turnReads);
        assertThat(turnReads).hasValue(0);

        Attachment reader = tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, new Recording());
        deltaArrives(101, turnReads);
        assertThat(turnReads).hasPositiveValue();
        reader.detach();

        turnReads.set(0);
        Attachment follower = tailer.attach(0, new Selection.OfSession(new SessionId("s")), loop, new Recording());
        deltaArrives(102, turnReads);
        assertThat(turnReads).hasPositiveValue();
        follower.detach();

        turnReads.set(0);
        deltaArrives(103, turnReads);
        assertThat(turnReads).hasValue(0);
    }

    @Test
    void aPartitionThatIsNotPreferredIsLeftAndReadAgainFromItsEndWhileItIsLeased() throws Exception {
        arrives(100, "s", turn, EventType.STARTED);
        await().atMost(SOON).until(() -> tailer.position(0) == 101);
        tailer.prefer(Set.of());
        awaitLeft();
        assertThat(tailer.prefers(0)).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> tailer.position(0));
        assertThatIllegalStateException().isThrownBy(
                () -> tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, new Recording()));
        assertThat(known.beginning(Chunks.named(turn))).as("it may be truncated unnoticed").isEmpty();

        consumer.updateEndOffsets(Map.of(PARTITION, 200L));
        Lease lease = tailer.lease(0);
        lease.ready().get(SOON.toSeconds(), TimeUnit.SECONDS);
        Recording listener = new Recording();
        Attachment attachment = tailer.attach(0, new Selection.OfTurn(Chunks.named(turn)), loop, listener);
        assertThat(attachment.position()).isEqualTo(200);
        arrives(200, turn);
        await().atMost(SOON).untilAsserted(() -> assertThat(listener.offsets).containsExactly(200L));
        assertThat(listener.resyncs).hasValue(0);
        attachment.detach();
        lease.close();
        lease.close();
        awaitLeft();
    }

    @Test
    void aPartitionIsReadForAsLongAsAnybodyLeasesIt() {
        Lease one = tailer.lease(0);
        Lease other = tailer.lease(0);
        assertThat(one.ready()).as("it is read already").isCompleted();
        one.ready().cancel(false);
        assertThat(one.ready()).as("futures are the caller's own").isCompleted();
        tailer.prefer(Set.of());
        one.close();
        tailer.prefer(Set.of());
        arrives(100, turn);
        await().atMost(SOON).until(() -> tailer.position(0) == 101);
        other.close();
        awaitLeft();
    }

    @Test
    void whatATurnOfBeforeThePartitionWasReadStillWritesIsNotItsBeginning() {
        TurnId older = TurnId.parse("018f2048-a6b1-7261-9de7-50d983ee366e");
        arrives(100, "s", older, EventType.STARTED);
        arrives(101, "s", turn, EventType.STARTED);
        await().atMost(SOON).until(() -> tailer.position(0) == 102);
        assertThat(known.beginning(Chunks.named(older))).isEmpty();
        assertThat(known.beginning(Chunks.named(turn))).isPresent();
    }

    @Test
    void aCreationInAPartitionThatIsNotReadIsNotNoted() {
        tailer.prefer(Set.of());
        awaitLeft();
        tailer.creation(0, Chunks.named(turn)).run();
        assertThat(known.beginning(Chunks.named(turn))).isEmpty();
    }

    private void awaitLeft() {
        await().atMost(SOON).until(() -> consumer.assignment().isEmpty());
    }

    private void deltaArrives(long offset, AtomicInteger turnReads) {
        Headers headers = new RecordHeaders() {
            @Override
            public Header lastHeader(String key) {
                turnReads.addAndGet(key.equals(ChunkHeaders.TURN) ? 1 : 0);
                return super.lastHeader(key);
            }
        };
        new ChunkHeaders(turn, EventType.DELTA, 1).writeTo(headers, "w");
        consumer.schedulePollTask(() -> consumer.addRecord(record(offset, headers)));
        await().atMost(SOON).until(() -> tailer.position(0) == offset + 1);
    }

    private void arrives(long offset, String key, TurnId turn, EventType type) {
        arrives(offset, key, turn, type, 1);
    }

    private void arrives(long offset, String key, TurnId turn, EventType type, int attempt) {
        Headers headers = new RecordHeaders();
        new ChunkHeaders(turn, type, attempt).writeTo(headers, "w");
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>("chunk-events", 0, offset, 0,
                TimestampType.CREATE_TIME, 0, 0, ByteBuffer.wrap(key.getBytes()), Json.write(Chunks.started(1)),
                headers,
                Optional.empty())));
    }

    private void arrives(long offset, TurnId turn) {
        consumer.schedulePollTask(() -> consumer.addRecord(record(offset, turn)));
    }

    private void arrives(long offset, Optional<String> type) {
        Headers headers = new RecordHeaders();
        type.ifPresent(text -> {
            new ChunkHeaders(turn, EventType.DELTA, 1).writeTo(headers, "w");
            headers.remove(ChunkHeaders.TYPE).add(ChunkHeaders.TYPE, text.getBytes());
        });
        consumer.schedulePollTask(() -> consumer.addRecord(record(offset, headers)));
    }

    private static ConsumerRecord<ByteBuffer, byte[]> record(long offset, TurnId turn) {
        Headers headers = new RecordHeaders();
        new ChunkHeaders(turn, EventType.STARTED, 1).writeTo(headers, "w");
        return record(offset, headers);
    }

    private static ConsumerRecord<ByteBuffer, byte[]> record(long offset, Headers headers) {
        return new ConsumerRecord<>("chunk-events", 0, offset, 0, TimestampType.CREATE_TIME, 0, 0,
                ByteBuffer.wrap("s".getBytes()), Json.write(Chunks.started(1)), headers, Optional.empty());
    }

    /** Runs tasks at once, on the thread of the tailer. */
    private static class CountingLoop implements EventLoop {

        private final AtomicInteger wakeUps = new AtomicInteger();

        @Override
        public void execute(Runnable task) {
            wakeUps.incrementAndGet();
            task.run();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Timer every(Duration interval, Runnable task) {
            throw new UnsupportedOperationException();
        }
    }

    private static class Recording implements TailListener {

        final List<Long> offsets = new CopyOnWriteArrayList<>();
        final List<Integer> batches = new CopyOnWriteArrayList<>();
        final AtomicInteger resyncs = new AtomicInteger();

        @Override
        public void onRecords(List<ChunkRecord> records) {
            batches.add(records.size());
            records.forEach(record -> offsets.add(record.offset()));
        }

        @Override
        public void onResync() {
            resyncs.incrementAndGet();
        }
    }
}
