package dev.rivulet.gateway.log.lookup;

import dev.rivulet.gateway.log.replay.LogBounds;
import dev.rivulet.gateway.log.replay.PositionExpiredException;
import dev.rivulet.gateway.log.replay.RecordSelector;
import dev.rivulet.gateway.log.replay.Replay;
import dev.rivulet.gateway.log.replay.Slice;
import dev.rivulet.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The questions of one lookup, asked one after the other by a virtual thread that blocks until each is answered.
 *
 * <p>Every method throws {@link ProblemException} {@code kafka_unavailable} when the lookup's time is over.
 */
final class LogQuery {

    private static final int SLICE_BYTES = 256 << 10;

    private final Replay replay;
    private final long deadline;

    LogQuery(Replay replay, Duration timeout) {
        this.replay = replay;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /** False when the thread is to stop. */
    static boolean pause(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    LogBounds bounds(TopicPartition partition) {
        return await(replay.bounds(partition));
    }

    OptionalLong firstSince(TopicPartition partition, long timestamp) {
        return await(replay.firstSince(partition, timestamp));
    }

    /** The first record in a stretch of the log that the selector wants. */
    <T> Optional<T> first(TopicPartition partition, long from, long to, RecordSelector<T> selector) {
        for (long next = from; next < to;) {
            Slice<T> slice = await(replay.read(partition, next, to, selector, 1));
            if (!slice.found().isEmpty()) {
                return Optional.of(slice.found().getFirst());
            }
            next = slice.next();
        }
        return Optional.empty();
    }

    /** Everything in a stretch of the log that the selector wants, up to its last. */
    <T> void each(TopicPartition partition, long from, long to, RecordSelector<T> selector, Consumer<T> taker) {
        for (long next = from; next < to;) {
            Slice<T> slice = await(replay.read(partition, next, to, selector, SLICE_BYTES));
            slice.found().forEach(taker);
            if (!slice.found().isEmpty() && selector.isLast(slice.found().getLast())) {
                return;
            }
            next = slice.next();
        }
    }

    private <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLong) {
            throw ProblemException.kafkaUnavailable();
        } catch (ExecutionException failure) {
            throw switch (failure.getCause()) {
                case PositionExpiredException expired -> expired;
                case ProblemException problem -> problem;
                default -> ProblemException.kafkaUnavailable();
            };
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw ProblemException.kafkaUnavailable();
        }
    }
}
