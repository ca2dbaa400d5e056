package dev.rivulet.worker.execution;

import dev.rivulet.worker.provider.LoopTicks;
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
 * Sends records in batches that follow each other after the time that {@link AdaptiveLinger} says; a record that comes
 * later than that after the last batch is sent at once. Unlike with Kafka's {@code linger.ms}, nothing waits that comes
 * alone, and a batch wakes the producer's network thread once. What an event loop reads in one tick is one batch: it is
 * sent when the tick ends. Keeps the order of the records. Thread-safe; a call blocks while the producer's buffer is
 * full.
 */
final class LingeringProducer {

    private final Producer<byte[], byte[]> producer;
    private final AdaptiveLinger linger;
    private final Timer timer;
    private final LoopTicks ticks;
    private final ReentrantLock lock = new ReentrantLock();

    // All guarded by the lock.
    private final List<Waiting> waiting = new ArrayList<>();
    private long lastBatch;
    private boolean lastOfTick;
    private boolean flushScheduled;
    /** When the batch was begun that is being handed over; null when none is. Written with the lock held. */
    private volatile Long sendingSince;

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
    }

    LingeringProducer(Producer<byte[], byte[]> producer, AdaptiveLinger linger, Timer timer, LoopTicks ticks) {
        this.producer = producer;
        this.linger = linger;
        this.timer = timer;
        this.ticks = ticks;
        this.lastBatch = timer.nanoTime() - linger.batchIntervalNanos();
        ticks.onEnd(this::tickEnded, linger::batchIntervalNanos);
    }

    /**
     * @param callback as of {@link Producer#send}, also for what the producer does not take; called on any thread, must
     *            not block
     * @param wanted asked when the record is handed to the producer; if false, it fails instead
     */
    Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback, BooleanSupplier wanted) {
        Waiting next = new Waiting(record, callback, wanted, new CompletableFuture<>());
        lock.lock();
        try {
            waiting.add(next);
            if (!ticks.isReading()) {
                sendOrSchedule();
            }
        } finally {
            lock.unlock();
        }
        return next.sent;
    }

    /** Returns how long the producer has not taken a batch, in nanoseconds; 0 when it has taken all. */
    long sendingFor(long now) {
        Long since = sendingSince;
        return since == null ? 0 : now - since;
    }

    private void sendOrSchedule() {
        long interval = linger.batchIntervalNanos();
        long wait = lastBatch + interval - timer.nanoTime();
        if (wait <= 0) {
            sendAll(false);
        } else if (!flushScheduled) {
            flushScheduled = true;
            // The tick that follows takes the record along. If there is none, there are few streams.
            timer.after(lastOfTick ? wait + interval : wait, this::flush);
        }
    }

    private void flush() {
        lock.lock();
        try {
            flushScheduled = false;
            if (!waiting.isEmpty() && !ticks.isReading()) {
                sendAll(false);
            }
        } finally {
            lock.unlock();
        }
    }

    private void tickEnded() {
        timer.runDue();
        lock.lock();
        try {
            if (!waiting.isEmpty()) {
                sendAll(true);
            }
        } finally {
            lock.unlock();
        }
    }

    private void sendAll(boolean ofTick) {
        long now = timer.nanoTime();
        lastBatch = now;
        lastOfTick = ofTick;
        sendingSince = now;
        linger.sent(waiting.size());
        for (int i = 0; i < waiting.size(); i++) {
            boolean last = i == waiting.size() - 1;
            Waiting next = waiting.get(i);
            try {
                if (next.wanted.getAsBoolean()) {
                    producer.send(next.record, last ? (metadata, failure) -> {
                        if (failure == null) {
                            linger.acknowledged(timer.nanoTime() - now);
                        }
                        next.ended(metadata, failure);
                    } : next::ended);
                } else {
                    next.ended(null, new KafkaException("an earlier record was not written"));
                }
            } catch (RuntimeException unusable) {
                next.ended(null, unusable);
            }
        }
        waiting.clear();
        sendingSince = null;
    }
}
