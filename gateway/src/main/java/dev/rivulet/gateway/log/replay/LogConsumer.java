package dev.rivulet.gateway.log.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** One replay thread's consumer: jumps from partition to partition as requests come. Owned by that thread. */
final class LogConsumer implements AutoCloseable {

    /** One request looks at no more than this before others have their turn. */
    private static final long MAX_SCANNED_BYTES = 4 << 20;
    private static final Duration MAX_READ = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Duration timeout;
    private TopicPartition assigned; // null before the first request
    private boolean positioned; // whether there is a position in what is assigned

    /** @param timeout for one question to the cluster */
    LogConsumer(Consumer<byte[], byte[]> consumer, Duration timeout) {
        this.consumer = consumer;
        this.timeout = timeout;
    }

    OptionalLong firstSince(TopicPartition partition, long timestamp) {
        assign(partition);
        OffsetAndTimestamp first = consumer.offsetsForTimes(Map.of(partition, timestamp), timeout).get(partition);
        return first == null ? OptionalLong.empty() : OptionalLong.of(first.offset());
    }

    LogBounds bounds(TopicPartition partition) {
        assign(partition);
        Set<TopicPartition> one = Set.of(partition);
        long begin = consumer.beginningOffsets(one, timeout).get(partition);
        return new LogBounds(begin, consumer.endOffsets(one, timeout).get(partition));
    }

    <T> Slice<T> read(TopicPartition partition, long from, long to, RecordSelector<T> selector, int maxBytes) {
        Found<T> found = new Found<>(selector, maxBytes);
        return new Slice<>(found.selected, scan(partition, from, to, found));
    }

    /**
     * Shows the records from an offset (inclusive) to another (exclusive) until the visitor has enough, or enough was
     * looked at for one request.
     *
     * @return where to go on
     */
    long scan(TopicPartition partition, long from, long to, Visitor visitor) {
        if (from >= to) {
            return from;
        }
        goTo(partition, from);
        long deadline = System.nanoTime() + MAX_READ.toNanos();
        long next = from;
        long scanned = 0;
        while (next < to && scanned < MAX_SCANNED_BYTES && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : poll(partition, next)) {
                if (record.offset() >= to) {
                    return to;
                }
                next = record.offset() + 1;
                scanned += record.serializedValueSize();
                if (!visitor.visit(record)) {
                    return next;
                }
            }
            // Beyond the last record where the log has gaps.
            next = Math.max(next, consumer.position(partition, timeout));
        }
        return Math.min(next, to);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private List<ConsumerRecord<byte[], byte[]>> poll(TopicPartition partition, long at) {
        try {
            return consumer.poll(POLL).records(partition);
        } catch (OffsetOutOfRangeException gone) {
            throw new PositionExpiredException(at);
        }
    }

    /** Keeps what the consumer has fetched ahead when a request goes on where the last one stopped. */
    private void goTo(TopicPartition partition, long offset) {
        assign(partition);
        if (!positioned || consumer.position(partition, timeout) != offset) {
            consumer.seek(partition, offset);
            positioned = true;
        }
    }

    /** Also for questions about offsets: the consumer warns in the log when they are not about what it is assigned. */
    private void assign(TopicPartition partition) {
        if (!partition.equals(assigned)) {
            consumer.assign(Set.of(partition));
            assigned = partition;
            positioned = false;
        }
    }

    /** Takes records in the order of the log. */
    interface Visitor {

        /** Whether it wants more. */
        boolean visit(ConsumerRecord<byte[], byte[]> record);
    }

    private static final class Found<T> implements Visitor {

        private final RecordSelector<T> selector;
        private final int maxBytes;
        private final List<T> selected = new ArrayList<>();
        private long bytes;

        private Found(RecordSelector<T> selector, int maxBytes) {
            this.selector = selector;
            this.maxBytes = maxBytes;
        }

        @Override
        public boolean visit(ConsumerRecord<byte[], byte[]> record) {
            Optional<T> one = selector.select(record);
            one.ifPresent(selected::add);
            bytes += one.isPresent() ? record.serializedValueSize() : 0;
            return bytes < maxBytes && (one.isEmpty() || !selector.isLast(one.get()));
        }
    }
}
