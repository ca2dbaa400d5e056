package dev.rivulet.gateway.log.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log with 40 events of two turns: one turn at the even offsets, the other at the odd ones. */
class SharedScanTest {

    private static final TopicPartition PARTITION = new TopicPartition("chunk-events", 0);
    private static final int PLENTY = 1 << 20;
    private static final int END = 40;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LogConsumer log = new LogConsumer(consumer, Duration.ofSeconds(10), new GatewayMeters(registry));
    private final TurnId even = new TurnIds().next();
    private final TurnId odd = new TurnIds().next();

    @BeforeEach
    void fill() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        for (long offset = 0; offset < END; offset++) {
            consumer.addRecord(record(offset, offset % 2 == 0 ? even : odd));
        }
    }

    @Test
    void requestsForSeveralTurnsAreServedByOneScan() {
        EventPageRequest one = request(even, 0, END, PLENTY);
        EventPageRequest two = request(odd, 7, END, PLENTY);
        EventPageRequest same = request(even, 3, 10, PLENTY);
        assertThat(new SharedScan(List.of(one, two, same)).run(log)).isEmpty();
        assertThat(offsets(one)).hasSize(20).startsWith(0L, 2L).endsWith(38L);
        assertThat(offsets(two)).hasSize(17).startsWith(7L, 9L).endsWith(39L);
        assertThat(offsets(same)).containsExactly(4L, 6L, 8L);
        assertThat(one.page().join().nextOffset()).isEqualTo(END);
        assertThat(same.page().join().nextOffset()).isEqualTo(10);
    }

    @Test
    void aFullPageHasTheOffsetToContinueAtAndTheScanGoesOnForTheOthers() {
        EventPageRequest small = request(even, 0, END, 1);
        EventPageRequest large = request(odd, 0, END, PLENTY);
        new SharedScan(List.of(small, large)).run(log);
        assertThat(offsets(small)).containsExactly(0L);
        assertThat(small.page().join().nextOffset()).isEqualTo(1);
        assertThat(offsets(large)).hasSize(20);
    }

    @Test
    void nothingIsReadForAReaderThatWaitsNoMore() {
        EventPageRequest small = request(even, 0, END, 1);
        EventPageRequest gone = request(odd, 0, END, PLENTY);
        gone.page().cancel(false);
        new SharedScan(List.of(small, gone)).run(log);
        assertThat(offsets(small)).containsExactly(0L);
        assertThat(registry.counter("rivulet.gateway.replay.records").count()).isEqualTo(1);
    }

    @Test
    void onlyRequestsForDeletedRecordsFailAsExpired() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 5L));
        EventPageRequest expired = request(even, 2, END, PLENTY);
        EventPageRequest later = request(odd, 5, END, PLENTY);
        assertThat(new SharedScan(List.of(expired, later)).run(log)).containsExactly(later);
        assertThat(expired.page()).failsWithin(Duration.ZERO).withThrowableThat()
                .withCauseInstanceOf(PositionExpiredException.class);
        assertThat(later.isComplete()).isFalse();
    }

    @Test
    void aRequestGetsNothingOfAnotherSessionsTurnWithTheSameId() {
        consumer.addRecord(record(END, even, "other", EventType.DONE));
        consumer.addRecord(record(END + 1, even, "s", EventType.DONE));
        EventPageRequest mine = request(even, END, END + 2, PLENTY);
        EventPageRequest others = new EventPageRequest(PARTITION,
                new Selection.OfTurn(new SessionTurn(new SessionId("other"), even)), 0, END + 2, PLENTY);
        new SharedScan(List.of(mine, others)).run(log);
        assertThat(offsets(mine)).containsExactly(END + 1L);
        assertThat(offsets(others)).containsExactly((long) END);
    }

    @Test
    void followersOfASessionGetAllItsTurnsAndContinueAfterTerminals() {
        for (long offset = END; offset < END + 6; offset++) {
            consumer.addRecord(record(offset, offset % 2 == 0 ? even : odd, offset < END + 4 ? "s" : "other",
                    offset == END ? EventType.DONE : EventType.PROMPT));
        }
        EventPageRequest turn = request(even, END, END + 6, PLENTY);
        EventPageRequest session = new EventPageRequest(PARTITION, new Selection.OfSession(new SessionId("s")), END,
                END + 6,
                PLENTY);
        new SharedScan(List.of(turn, session)).run(log);
        assertThat(offsets(turn)).containsExactly((long) END);
        assertThat(offsets(session)).containsExactly(END + 0L, END + 1L, END + 2L, END + 3L);
        assertThat(session.page().join().nextOffset()).isEqualTo(END + 6);
    }

    @Test
    void readersThatComeBackAtOnceShareOneScanForTheirRecords() {
        List<RecordRequest> herd = IntStream.range(0, 1_000).mapToObj(reader -> at(reader % END)).toList();
        assertThat(new SharedScan(List.copyOf(herd)).run(log)).isEmpty();
        for (int reader = 0; reader < herd.size(); reader++) {
            assertThat(herd.get(reader).record().join().items()).extracting(ConsumerRecord::offset)
                    .containsExactly((long) reader % END);
        }
        assertThat(registry.counter("rivulet.gateway.replay.records").count()).isEqualTo(END);
    }

    @Test
    void aRecordIsTheOnlyOneReadIfNothingElseIsWanted() {
        RecordRequest one = at(7);
        new SharedScan(List.of(one)).run(log);
        assertThat(one.record().join().items()).hasSize(1);
        assertThat(registry.counter("rivulet.gateway.replay.records").count()).isEqualTo(1);
    }

    @Test
    void anOffsetWithoutARecordIsToldFromTheLogsEnd() {
        consumer.addRecord(record(END + 1, even));
        RecordRequest hole = at(END);
        new SharedScan(List.of(hole)).run(log);
        assertThat(hole.record().join()).isEqualTo(new LogPage<>(List.of(), END + 1));
        consumer.updateEndOffsets(Map.of(PARTITION, END + 2L));
        RecordRequest end = at(END + 2);
        new SharedScan(List.of(end)).run(log);
        assertThat(end.record().join()).isEqualTo(new LogPage<>(List.of(), END + 2));
    }

    @Test
    void aPageThatFollowsAnotherIsReadFromWhatWasPolledBefore() {
        EndlessConsumer counting = new EndlessConsumer(even);
        LogConsumer pages = new LogConsumer(counting, Duration.ofSeconds(10), new GatewayMeters(registry));
        for (long from = 0; from < EndlessConsumer.POLL_RECORDS; from++) {
            EventPageRequest page = request(even, from, Long.MAX_VALUE, 1);
            new SharedScan(List.of(page)).run(pages);
            assertThat(offsets(page)).containsExactly(from);
        }
        assertThat(counting.polls()).isEqualTo(1);
    }

    @Test
    void whatWasReadIsNotThereAnyMoreWhenItWasDeleted() {
        new SharedScan(List.of(at(3))).run(log);
        consumer.updateBeginningOffsets(Map.of(PARTITION, 5L));
        RecordRequest again = at(3);
        new SharedScan(List.of(again)).run(log);
        assertThat(again.record()).failsWithin(Duration.ZERO).withThrowableThat()
                .withCauseInstanceOf(PositionExpiredException.class);
    }

    @Test
    void aPageThatIsRequestedAgainAfterAFailureMissesNothing() {
        EndlessConsumer endless = new EndlessConsumer(even);
        LogConsumer pages = new LogConsumer(endless, Duration.ofSeconds(10), new GatewayMeters(registry));
        new SharedScan(List.of(request(even, 150, Long.MAX_VALUE, 1))).run(pages);
        endless.failOnce();
        assertThatThrownBy(() -> new SharedScan(List.of(request(even, 3, Long.MAX_VALUE, 1))).run(pages))
                .isInstanceOf(TimeoutException.class);
        EventPageRequest again = request(even, 3, Long.MAX_VALUE, 1);
        new SharedScan(List.of(again)).run(pages);
        assertThat(offsets(again)).containsExactly(3L);
    }

    private static RecordRequest at(long offset) {
        return new RecordRequest(PARTITION, offset);
    }

    private EventPageRequest request(TurnId turn, long from, long to, int maxBytes) {
        return new EventPageRequest(PARTITION, new Selection.OfTurn(Chunks.named(turn)), from, to, maxBytes);
    }

    private static List<Long> offsets(EventPageRequest request) {
        return request.page().join().items().stream().map(ChunkRecord::offset).toList();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, TurnId turn) {
        return record(offset, turn, "s", EventType.DELTA);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, TurnId turn, String session, EventType type) {
        Headers headers = new RecordHeaders();
        new ChunkHeaders(turn, type, 1).writeTo(headers, "w");
        byte[] value = Chunks.delta(offset, "x").value();
        return new ConsumerRecord<>("chunk-events", 0, offset, 0, TimestampType.CREATE_TIME, 0, value.length,
                session.getBytes(), value, headers, Optional.empty());
    }
}
