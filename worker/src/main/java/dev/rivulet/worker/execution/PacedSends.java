package dev.rivulet.worker.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Sends records at once while they are few, and in bursts while they are many: what Kafka's {@code linger.ms} does, but
 * only where it pays. Every batch costs broker, worker and gateway some tens of microseconds, however few records it has;
 * with a linger of milliseconds at any load a single stream would pay in latency for what only a thousand need. So records
 * wait in proportion to how many come. Keeps their order. Thread-safe; a call blocks while the producer's buffer is full.
 */
final class PacedSends {

    /** Records a second at which they wait as long as they may. */
    private static final double FULL_LOAD = 20_000;
    /** Shorter waits cost more than they gain. */
    private static final long SHORTEST_NANOS = 1_000_000;
    private static final long WINDOW_NANOS = 100_000_000;
    private static final double NANOS = 1e9;

    private final Producer<byte[], byte[]> producer;
    private final long longestNanos;
    private final Timer timer;
    private final ReentrantLock lock = new ReentrantLock();

    // All guarded by the lock.
    private final List<Waiting> waiting = new ArrayList<>();
    private long windowStart;
    private int inWindow;
    private long waitNanos;

    private record Waiting(ProducerRecord<byte[], byte[]> record, Callback callback,
            CompletableFuture<RecordMetadata> sent) {

        void ended(RecordMetadata metadata, Exception failure) {
            callback.onCompletion(metadata, failure);
            if (failure == null) {
                sent.complete(metadata);
            } else {
                sent.completeExceptionally(failure);
            }
        }
    }

    /** @param longestNanos how long a record waits at full load; 0: never */
    PacedSends(Producer<byte[], byte[]> producer, long longestNanos, Timer timer) {
        this.producer = producer;
        this.longestNanos = longestNanos;
        this.timer = timer;
        this.windowStart = timer.nanoTime();
    }

    /** @param callback as of {@link Producer#send}; it may come on any thread and must not block */
    Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        lock.lock();
        try {
            count(timer.nanoTime());
            if (waiting.isEmpty() && waitNanos == 0) {
                return producer.send(record, callback);
            }
            Waiting next = new Waiting(record, callback, new CompletableFuture<>());
            waiting.add(next);
            if (waiting.size() == 1) {
                timer.after(waitNanos, this::flush);
            }
            return next.sent;
        } finally {
            lock.unlock();
        }
    }

    private void count(long now) {
        inWindow++;
        long passed = now - windowStart;
        if (passed >= WINDOW_NANOS) {
            double load = inWindow * NANOS / passed / FULL_LOAD;
            long wait = (long) (longestNanos * Math.min(1, load));
            waitNanos = wait < SHORTEST_NANOS ? 0 : wait;
            windowStart = now;
            inWindow = 0;
        }
    }

    private void flush() {
        lock.lock();
        try {
            for (Waiting next : waiting) {
                try {
                    producer.send(next.record, next::ended);
                } catch (RuntimeException unusable) {
                    next.ended(null, unusable);
                }
            }
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }
}
