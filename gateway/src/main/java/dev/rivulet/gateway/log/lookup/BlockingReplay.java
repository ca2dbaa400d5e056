package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.replay.LogBounds;
import dev.rivulet.gateway.log.replay.LogPage;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.RecordSelector;
import dev.rivulet.gateway.log.replay.Replay;
import dev.rivulet.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the log for one lookup, within the lookup's timeout. Every method blocks, and throws {@link ProblemException}
 * {@code kafka_unavailable} if Kafka does not respond, the timeout is over, or the thread is interrupted. Must be used
 * on a virtual thread.
 */
final class BlockingReplay {

    private static final int PAGE_BYTES = 256 << 10;

    private final Replay replay;
    private final SearchLimits limits;
    private final long deadline; // System.nanoTime
    private SearchPermits held; // null while none is needed

    BlockingReplay(Replay replay, SearchLimits limits, Duration timeout) {
        this.replay = replay;
        this.limits = limits;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /**
     * Waits until a search may begin. Has no effect if one is under way. The caller must call {@link #endSearch} some
     * time after this.
     */
    void beginSearch() {
        if (held == null) {
            hold(limits.near());
        }
    }

    /** Waits until the search may read much. Whoever waits for that keeps no other search waiting. */
    void goFar() {
        if (held != limits.far()) {
            endSearch();
            hold(limits.far());
        }
    }

    /** Lets other searches begin. Has no effect if none is under way. */
    void endSearch() {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    private void hold(SearchPermits permits) {
        CompletableFuture<Void> request = permits.request();
        try {
            await(request);
            held = permits;
        } catch (ProblemException tooLate) {
            permits.withdraw(request);
            throw tooLate;
        }
    }

    LogBounds readBounds(TopicPartition partition) {
        return await(replay.readBounds(partition));
    }

    OptionalLong offsetForTime(TopicPartition partition, long timestamp) {
        return await(replay.offsetForTime(partition, timestamp));
    }

    /** Reads a page; see {@link Replay#read}. */
    <T> LogPage<T> read(TopicPartition partition, long from, long to, RecordSelector<T> selector, int maxBytes) {
        return await(replay.read(partition, from, to, selector, maxBytes));
    }

    /**
     * Returns the record at an offset.
     *
     * @throws PositionExpiredException if there is none
     */
    ConsumerRecord<byte[], byte[]> recordAt(TopicPartition partition, long offset) {
        LogPage<ConsumerRecord<byte[], byte[]>> page = await(replay.readRecord(partition, offset));
        while (page.nextOffset() == offset && offset < readBounds(partition).endOffset()) {
            page = await(replay.readRecord(partition, offset));
        }
        return page.items().stream().findFirst().orElseThrow(() -> new PositionExpiredException(offset));
    }

    /**
     * Returns the first record from an offset (inclusive) to another (exclusive) that the selector wants.
     *
     * @throws PositionExpiredException if {@code from} is no longer in the log
     */
    <T> Optional<T> findFirst(TopicPartition partition, long from, long to, RecordSelector<T> selector) {
        List<T> first = new ArrayList<>(1);
        forEachPage(partition, from, to, selector, 1, page -> {
            first.addAll(page);
            return first.isEmpty();
        });
        return first.stream().findFirst();
    }

    /**
     * Calls an action for each record from an offset (inclusive) to another (exclusive) that the selector wants, up to
     * its last.
     *
     * @throws PositionExpiredException if {@code from} is no longer in the log
     */
    <T> void forEach(TopicPartition partition, long from, long to, RecordSelector<T> selector, Consumer<T> action) {
        forEachWhile(partition, from, to, selector, item -> {
            action.accept(item);
            return true;
        });
    }

    /** The same, until the action returns false. */
    <T> void forEachWhile(TopicPartition partition, long from, long to, RecordSelector<T> selector,
            Predicate<T> action) {
        forEachPage(partition, from, to, selector, PAGE_BYTES, page -> {
            for (T item : page) {
                if (!action.test(item) || selector.isLast(item)) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Reading beyond the first page is a search that goes far. */
    private <T> void forEachPage(TopicPartition partition, long from, long to, RecordSelector<T> selector, int maxBytes,
            Predicate<List<T>> wantsMore) {
        boolean searching = held != null;
        try {
            for (long next = from; next < to;) {
                if (next > from) {
                    goFar();
                }
                LogPage<T> page = await(replay.read(partition, next, to, selector, maxBytes));
                if (!wantsMore.test(page.items())) {
                    return;
                }
                next = page.nextOffset();
            }
        } finally {
            if (!searching) {
                endSearch();
            }
        }
    }

    private <T> T await(CompletableFuture<T> result) {
        try {
            return result.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLong) {
            result.cancel(false);
            throw ProblemException.kafkaUnavailable();
        } catch (ExecutionException failure) {
            throw switch (failure.getCause()) {
                case PositionExpiredException expired -> expired;
                case ProblemException problem -> problem;
                default -> ProblemException.kafkaUnavailable();
            };
        } catch (InterruptedException stop) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw ProblemException.kafkaUnavailable();
        }
    }
}
