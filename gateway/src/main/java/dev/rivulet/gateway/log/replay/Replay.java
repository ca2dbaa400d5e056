package dev.rivulet.gateway.log.replay;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads older records of the log on request, in bounded pages. Thread-safe. Futures complete on a replay thread; they
 * fail with a {@link org.apache.kafka.common.KafkaException} if the cluster does not respond. A caller that waits no
 * more must cancel its future: what was not begun is not done then.
 */
public interface Replay {

    /**
     * Reads from {@code from} (inclusive) to {@code to} (exclusive), or less: a read ends when its page is full, or
     * when it has used its share of a replay thread. Fails with {@link PositionExpiredException} if {@code from} is no
     * longer in the log.
     *
     * @param maxBytes the size of a page, by the records' values; the last one may exceed it
     */
    <T> CompletableFuture<LogPage<T>> read(TopicPartition partition, long from, long to, RecordSelector<T> selector,
            int maxBytes);

    /**
     * Reads events of {@code chunk-events} in the same way; those of a turn up to its first terminal event. Requests
     * for the same stretch of the log share one scan.
     */
    CompletableFuture<LogPage<ChunkRecord>> readEvents(TopicPartition partition, Selection selection, long from,
            long to, int maxBytes);

    /**
     * Reads the record at an offset. The page is empty if there is none, or if Kafka did not respond, as in {@link
     * #read}. Shares its scan like {@link #readEvents}, so that many readers can come back at once. Fails with {@link
     * PositionExpiredException} if the offset is no longer in the log.
     */
    CompletableFuture<LogPage<ConsumerRecord<byte[], byte[]>>> readRecord(TopicPartition partition, long offset);

    /**
     * Returns the offset of the first record with this timestamp or a later one; empty if there is none.
     *
     * @param timestamp in milliseconds since the epoch
     */
    CompletableFuture<OptionalLong> offsetForTime(TopicPartition partition, long timestamp);

    /** Asks the cluster for the partition's start and end offset. All that wait for those of one partition share it. */
    CompletableFuture<LogBounds> readBounds(TopicPartition partition);
}
