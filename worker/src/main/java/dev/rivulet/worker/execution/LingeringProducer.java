package dev.rivulet.worker.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Sends records at once under low load, and in bursts under high load. Like Kafka's {@code linger.ms}, but with a wait
 * that depends on the load: see {@link AdaptiveLinger}. Keeps the order of the records. Thread-safe; a call blocks
 * while the producer's buffer is full.
 */
final class LingeringProducer {

    private final Producer<byte[], byte[]> producer;
    private final AdaptiveLinger linger;
    private final Timer timer;
    private final ReentrantLock lock = new ReentrantLock();

    private final List<Waiting> waiting = new ArrayList<>(); // guarded by the lock

    private record Waiting(ProducerRecord<byte[], byte[]> record, Callback callback, BooleanSupplier wanted,
            CompletableFuture<RecordMetadata> sent) {

        void ended(RecordMetadata metadata, Exception failure) {
            callback.onCompletion(metadata, failure);
            if (failure == null) {
                sent.complete(metadata);
            } else {
                sent.completeExceptionally(failure);
            }
        }

        Future<RecordMetadata> refused() {
            ended(null, new KafkaException("an earlier record was not written"));
            return sent;
        }
    }

    LingeringProducer(Producer<byte[], byte[]> producer, AdaptiveLinger linger, Timer timer) {
        this.producer = producer;
        this.linger = linger;
        this.timer = timer;
    }

    /**
     * @param callback as of {@link Producer#send}; called on any thread, must not block
     * @param wanted asked when the record is handed to the producer; if false, it fails instead
     */
    Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback, BooleanSupplier wanted) {
        lock.lock();
        try {
            long nanos = linger.lingerNanos();
            Waiting next = new Waiting(record, callback, wanted, new CompletableFuture<>());
            if (waiting.isEmpty() && nanos == 0) {
                return wanted.getAsBoolean() ? producer.send(record, callback) : next.refused();
            }
            waiting.add(next);
            if (waiting.size() == 1) {
                timer.after(nanos, this::flush);
            }
            return next.sent;
        } finally {
            lock.unlock();
        }
    }

    private void flush() {
        lock.lock();
        try {
            for (Waiting next : waiting) {
                try {
                    if (next.wanted.getAsBoolean()) {
                        producer.send(next.record, next::ended);
                    } else {
                        next.refused();
                    }
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
