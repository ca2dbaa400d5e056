package dev.rivulet.gateway.log.replay;

import dev.rivulet.gateway.metrics.GatewayMeters;
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

/** The consumer of one replay thread: moves from partition to partition as requests need it. Owned by that thread. */
final class LogConsumer implements AutoCloseable {

    /** A scan ends after this many bytes, or this time, so that other requests do not wait long. */
    private static final long MAX_SCAN_BYTES = 4 << 20;
    private static final Duration MAX_SCAN_TIME = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Duration timeout;
    private final GatewayMeters meters;
    private TopicPartition assigned; // null before the first request
    private boolean positioned; // whether the assigned partition has a position
    private Polled last; // null if nothing was polled of the assigned partition

    /** @param timeout how long one call to the cluster may take */
    LogConsumer(Consumer<byte[], byte[]> consumer, Duration timeout, GatewayMeters meters) {
        this.consumer = consumer;
        this.timeout = timeout;
        this.meters = meters;
    }

    OptionalLong offsetForTime(TopicPartition partition, long timestamp) {
        assign(partition);
        OffsetAndTimestamp first = consumer.offsetsForTimes(Map.of(partition, timestamp), timeout).get(partition);
        return first == null ? OptionalLong.empty() : OptionalLong.of(first.offset());
    }

    LogBounds readBounds(TopicPartition partition) {
        assign(partition);
        Set<TopicPartition> one = Set.of(partition);
        long begin = consumer.beginningOffsets(one, timeout).get(partition);
        return new LogBounds(begin, consumer.endOffsets(one, timeout).get(partition));
    }

    <T> LogPage<T> read(TopicPartition partition, long from, long to, RecordSelector<T> selector, int maxBytes) {
        PageCollector<T> page = new PageCollector<>(selector, maxBytes);
        long next = scan(partition, from, to, page);
        return new LogPage<>(page.items, next);
    }

    /**
     * Passes the records from an offset (inclusive) to another (exclusive) to a handler, until it wants no more or the
     * scan reaches its limits.
     *
     * @return the offset to continue at
     * @throws PositionExpiredException if {@code from} is not in the log
     */
    long scan(TopicPartition partition, long from, long to, RecordHandler handler) {
        if (from >= to) {
            return from;
        }
        assign(partition);
        long deadline = System.nanoTime() + MAX_SCAN_TIME.toNanos();
        long next = from;
        long records = 0;
        long bytes = 0;
        try {
            while (next < to && bytes < MAX_SCAN_BYTES && System.nanoTime() < deadline) {
                Polled polled = polledAt(partition, next);
                if (polled.to() == next && isAtEnd(partition)) {
                    return next;
                }
                for (ConsumerRecord<byte[], byte[]> record : polled.recordsFrom(next)) {
                    if (record.offset() >= to) {
                        return to;
                    }
                    next = record.offset() + 1;
                    records++;
                    bytes += record.serializedValueSize();
                    if (!handler.onRecord(record)) {
                        return next;
                    }
                }
                next = polled.to();
            }
            return Math.min(next, to);
        } finally {
            last = last == null ? null : last.from(next);
            meters.recordsReplayed(records, bytes);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** Returns whether there is nothing more to wait for, as far as the last response said. */
    private boolean isAtEnd(TopicPartition partition) {
        OptionalLong lag = consumer.currentLag(partition);
        return lag.isPresent() && lag.getAsLong() == 0;
    }

    /** Returns records from an offset on: those of the last poll if it had them, so that not each page is fetched. */
    private Polled polledAt(TopicPartition partition, long offset) {
        if (last == null || !last.has(offset)) {
            last = poll(partition, offset);
        }
        return last;
    }

    private Polled poll(TopicPartition partition, long offset) {
        // A seek drops what the consumer has prefetched.
        if (!positioned || consumer.position(partition, timeout) != offset) {
            consumer.seek(partition, offset);
            positioned = true;
        }
        try {
            List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(partition);
            // Where the log has no records at some offsets, the position is beyond that of the last record.
            return new Polled(offset, consumer.position(partition, timeout), records, System.nanoTime());
        } catch (OffsetOutOfRangeException expired) {
            throw new PositionExpiredException(offset);
        }
    }

    /** Called before offsets are queried as well: the consumer logs a warning for partitions that are not assigned. */
    private void assign(TopicPartition partition) {
        if (!partition.equals(assigned)) {
            consumer.assign(Set.of(partition));
            assigned = partition;
            positioned = false;
            last = null;
        }
    }

    /** Handles the records of a scan, in the order of the log. */
    interface RecordHandler {

        /** Returns whether the handler wants more records. */
        boolean onRecord(ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * What is left of what one poll returned: all records from an offset (inclusive) to another (exclusive). Nothing
     * that was read is read again here, because it may have been deleted since.
     */
    private record Polled(long from, long to, List<ConsumerRecord<byte[], byte[]>> records, long nanoTime) {

        /** Not for long: the topic may be deleted and created anew. */
        boolean has(long offset) {
            return from <= offset && offset < to && System.nanoTime() - nanoTime < MAX_SCAN_TIME.toNanos();
        }

        /** Returns what is left from an offset on; the same if it begins later, since nothing before it was polled. */
        Polled from(long offset) {
            return new Polled(Math.max(from, offset), to, records, nanoTime);
        }

        List<ConsumerRecord<byte[], byte[]>> recordsFrom(long offset) {
            int first = 0;
            while (first < records.size() && records.get(first).offset() < offset) {
                first++;
            }
            return records.subList(first, records.size());
        }
    }

    private static final class PageCollector<T> implements RecordHandler {

        private final RecordSelector<T> selector;
        private final int maxBytes;
        private final List<T> items = new ArrayList<>();
        private long bytes;

        private PageCollector(RecordSelector<T> selector, int maxBytes) {
            this.selector = selector;
            this.maxBytes = maxBytes;
        }

        @Override
        public boolean onRecord(ConsumerRecord<byte[], byte[]> record) {
            Optional<T> selected = selector.select(record);
            selected.ifPresent(items::add);
            bytes += selected.isPresent() ? record.serializedValueSize() : 0;
            return bytes < maxBytes && selector.wantsMore() && (selected.isEmpty() || !selector.isLast(selected.get()));
        }
    }
}
