package dev.rivulet.gateway.log.replay;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A request for the record at one offset. */
record RecordRequest(TopicPartition partition, long from,
        CompletableFuture<LogPage<ConsumerRecord<byte[], byte[]>>> record) implements ScanRequest {

    RecordRequest(TopicPartition partition, long offset) {
        this(partition, offset, new CompletableFuture<>());
    }

    @Override
    public long to() {
        return from + 1;
    }

    @Override
    public boolean isComplete() {
        return record.isDone();
    }

    void complete(ConsumerRecord<byte[], byte[]> found) {
        record.complete(new LogPage<>(List.of(found), to()));
    }

    @Override
    public void completeAt(long offset) {
        record.complete(new LogPage<>(List.of(), Math.clamp(offset, from, to())));
    }

    @Override
    public void fail(RuntimeException failure) {
        record.completeExceptionally(failure);
    }
}
