package dev.rivulet.gateway.log.replay;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what lies in the log, in bounded slices and only when asked. Thread-safe; futures complete on a replay thread,
 * with a {@link org.apache.kafka.common.KafkaException} when the cluster does not answer.
 */
public interface Replay {

    /**
     * Reads from {@code from} (inclusive) towards {@code to} (exclusive) until enough was found or enough was looked at.
     * Fails with {@link PositionExpiredException} when {@code from} is not in the log.
     *
     * @param maxBytes stop after this much was found, by the values' sizes; the last one may go beyond
     */
    <T> CompletableFuture<Slice<T>> read(TopicPartition partition, long from, long to, RecordSelector<T> selector,
            int maxBytes);

    /**
     * The same for events of {@code chunk-events}; those of a turn up to its first terminal. Readers that want something of the same stretch of the
     * log share one pass over it.
     */
    CompletableFuture<Slice<ChunkRecord>> events(TopicPartition partition, Selection wanted, long from, long to,
            int maxBytes);

    /** The first offset whose record has this timestamp (milliseconds) or a later one; empty when there is none. */
    CompletableFuture<OptionalLong> firstSince(TopicPartition partition, long timestamp);

    CompletableFuture<LogBounds> bounds(TopicPartition partition);
}
