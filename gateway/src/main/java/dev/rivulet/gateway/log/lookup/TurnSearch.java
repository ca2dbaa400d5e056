package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.replay.LogBounds;
import dev.rivulet.gateway.log.replay.LogPage;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.RecordSelector;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Searches one partition for the first record about a turn, by the time in the turn's id. Reads a bounded number of
 * records, whatever the log contains. For one look-up.
 *
 * <p>The search begins where the log's time index says that the first record with that timestamp or a later one is,
 * which is never behind the turn's first record. But it can be far before it: one record that is stamped an hour ahead
 * is the answer for every id of that hour. Most of the records that follow are then older than the id. In that case the
 * place where they are not is found by halving the rest of the log, and is searched first. What lies before it is
 * searched only if nothing was found there: first what is about a minute older, because clocks differ, then the rest,
 * because the turn's id can be ahead of its own records' surroundings, too.
 */
final class TurnSearch {

    /** About the number of records of one fetch. Nearly every turn is found in so many. */
    static final int NEAR = 2_000;
    private static final int SAMPLE = 100;
    private static final int SAMPLE_BYTES = 512 << 10; // one fetch
    /** What is left when the log was halved. So few that they are not much more to read than a sample. */
    private static final int HALVED = 50;
    private static final long USUAL_DIFFERENCE_MS = Duration.ofSeconds(2).toMillis();
    private static final long CLOCK_DIFFERENCE_MS = Duration.ofMinutes(1).toMillis();
    private static final int BYTES_PER_RECORD = 1 << 10;

    private final BlockingReplay log;
    private final TopicPartition partition;
    private final long time;
    private final int maxRecords;
    private final OptionalLong bound;
    private final long startOffset;
    private final long endOffset;
    private long complete; // no record before this offset is the one searched for

    /**
     * Begins the search: waits until it may. Whoever uses the log must end it; see {@link BlockingReplay#endSearch}.
     *
     * @param time in milliseconds since the epoch; no record about the turn has an earlier timestamp
     * @param maxRecords about how many records are read at most, and so many KB of their values
     */
    TurnSearch(BlockingReplay log, TopicPartition partition, long time, int maxRecords) {
        this.log = log;
        this.partition = partition;
        this.time = time;
        this.maxRecords = maxRecords;
        log.beginSearch();
        // Before the index is asked: what is appended in between lies behind the end.
        LogBounds bounds = log.readBounds(partition);
        this.startOffset = bounds.startOffset();
        this.endOffset = bounds.endOffset();
        this.bound = log.offsetForTime(partition, time);
        this.complete = bound.orElse(endOffset);
    }

    /** Returns whether records about the turn may have been deleted: the oldest that is left may be as old as it. */
    boolean mayHaveExpired() {
        return startOffset > 0 && bound.orElse(endOffset) <= startOffset;
    }

    TopicPartition partition() {
        return partition;
    }

    long startOffset() {
        return startOffset;
    }

    /** Returns the log's end when the search began: later records are not found. */
    long endOffset() {
        return endOffset;
    }

    /** Returns the offset before which there is no such record, after a search that found none. */
    long complete() {
        return complete;
    }

    /** Returns the first record that the selector wants; empty if it is not among those that are read. */
    <T> Optional<T> first(RecordSelector<T> selector) {
        return first(selector, found -> true);
    }

    /**
     * The same.
     *
     * @param isFirst whether a record is certainly the first that the selector wants
     * @throws PositionExpiredException if records were deleted meanwhile
     */
    <T> Optional<T> first(RecordSelector<T> selector, Predicate<T> isFirst) {
        if (bound.isEmpty()) {
            return Optional.empty();
        }
        Stretch<T> near = new Stretch<>(selector, complete, endOffset, Math.min(NEAR, maxRecords),
                CLOCK_DIFFERENCE_MS);
        if (near.found.isPresent() || near.next >= endOffset || maxRecords <= NEAR) {
            complete = near.next;
            return near.found;
        }
        log.goFar();
        long from = near.next;
        if (!near.isMostlyOlder()) {
            Stretch<T> rest = new Stretch<>(selector, from, endOffset, maxRecords, USUAL_DIFFERENCE_MS);
            complete = rest.next;
            if (rest.found.isPresent() || rest.next >= endOffset || !rest.isMostlyOlder()) {
                return rest.found;
            }
            from = rest.next;
        }
        long likely = firstNotOlder(from, endOffset, USUAL_DIFFERENCE_MS);
        Optional<T> found = new Stretch<>(selector, likely, endOffset, maxRecords, USUAL_DIFFERENCE_MS).found;
        if (found.filter(isFirst).isPresent()) {
            return found;
        }
        long possible = firstNotOlder(from, likely, CLOCK_DIFFERENCE_MS);
        Stretch<T> before = new Stretch<>(selector, from, possible, maxRecords / 4, CLOCK_DIFFERENCE_MS);
        Stretch<T> between = new Stretch<>(selector, possible, likely, maxRecords / 4, CLOCK_DIFFERENCE_MS);
        complete = before.next < possible ? before.next : between.next;
        return before.found.or(() -> between.found).or(() -> found);
    }

    /** Returns an offset behind which most records are not older than the turn by more than a difference. */
    private long firstNotOlder(long from, long to, long differenceMs) {
        long older = from;
        long newer = to;
        while (newer - older > HALVED) {
            long middle = older + (newer - older) / 2;
            if (new Stretch<>(record -> Optional.empty(), middle, endOffset, SAMPLE, SAMPLE_BYTES, differenceMs)
                    .isMostlyOlder()) {
                older = middle;
            } else {
                newer = middle;
            }
        }
        return older;
    }

    /** A part of the log that was read up to the first record that a selector wants. */
    private final class Stretch<T> implements RecordSelector<T> {

        private final RecordSelector<T> selector;
        private final int maxRecords;
        private final long maxBytes;
        private final long oldest; // the timestamp before which a record counts as older
        private final Optional<T> found;
        private final long next; // the offset to continue at
        private int records;
        private long bytes;
        private int older; // records that are older than the turn

        Stretch(RecordSelector<T> selector, long from, long to, int maxRecords, long differenceMs) {
            this(selector, from, to, maxRecords, (long) maxRecords * BYTES_PER_RECORD, differenceMs);
        }

        Stretch(RecordSelector<T> selector, long from, long to, int maxRecords, long maxBytes, long differenceMs) {
            this.selector = selector;
            this.maxRecords = maxRecords;
            this.maxBytes = maxBytes;
            this.oldest = time - differenceMs;
            Optional<T> first = Optional.empty();
            long position = from;
            while (position < to && first.isEmpty() && wantsMore()) {
                LogPage<T> page = log.read(partition, position, to, this, 1);
                first = page.items().stream().findFirst();
                position = page.nextOffset();
            }
            this.found = first;
            this.next = position;
        }

        boolean isMostlyOlder() {
            return older > records / 2;
        }

        @Override
        public Optional<T> select(ConsumerRecord<byte[], byte[]> record) {
            records++;
            bytes += record.serializedValueSize();
            older += record.timestamp() < oldest ? 1 : 0;
            return selector.select(record);
        }

        @Override
        public boolean wantsMore() {
            return records < maxRecords && bytes < maxBytes;
        }
    }
}
