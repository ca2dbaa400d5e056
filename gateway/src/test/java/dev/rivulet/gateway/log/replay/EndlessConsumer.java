package dev.rivulet.gateway.log.replay;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A consumer of partitions that have a delta of one turn at each offset, and no end. */
final class EndlessConsumer extends MockConsumer<byte[], byte[]> {

    static final int POLL_RECORDS = 100;

    private final TurnId turn;
    private TopicPartition partition;
    private long position;
    private int polls;
    private boolean fails;

    EndlessConsumer(TurnId turn) {
        super("none");
        this.turn = turn;
    }

    int polls() {
        return polls;
    }

    /** The next poll fails, as if Kafka did not respond. */
    void failOnce() {
        fails = true;
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        partition = partitions.iterator().next();
    }

    @Override
    public void seek(TopicPartition same, long offset) {
        position = offset;
    }

    @Override
    public long position(TopicPartition same, Duration timeout) {
        return position;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (fails) {
            fails = false;
            throw new TimeoutException("no response");
        }
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.range(position, position + POLL_RECORDS)
                .mapToObj(this::record).toList();
        position += POLL_RECORDS;
        polls++;
        return new ConsumerRecords<>(Map.of(partition, records),
                Map.of(partition, new OffsetAndMetadata(position)));
    }

    private ConsumerRecord<byte[], byte[]> record(long offset) {
        Headers headers = new RecordHeaders();
        new ChunkHeaders(turn, EventType.DELTA, 1).writeTo(headers, "w");
        byte[] value = Chunks.delta(offset, "x").value();
        return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, 0, TimestampType.CREATE_TIME, 0,
                value.length, Chunks.SESSION.keyBytes(), value, headers, Optional.empty());
    }
}
