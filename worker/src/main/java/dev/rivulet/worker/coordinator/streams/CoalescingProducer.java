package dev.rivulet.worker.coordinator.streams;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends what a Streams thread writes for one input, and for others that it has read already, together. Each record that
 * begins a batch wakes the network thread of a {@link KafkaProducer}, which then sends a request with that one record:
 * for a turn that is ten system calls and ten requests, and costs more than all else that the coordination does. {@code
 * linger.ms} saves requests but no wake-ups, and makes everybody wait; here nobody waits, because the thread hands over
 * what it holds before it polls. While it is busy it does so every few milliseconds.
 *
 * <p>Keeps the order of the records. Writes nothing that it held while the process was stalled: see
 * {@link StallDetector}. Must be used by one thread, which also polls with a consumer that calls
 * {@link #releaseOfThisThread}.
 */
class CoalescingProducer extends KafkaProducer<byte[], byte[]> {

    private static final int MOST_HELD = 256;
    private static final long LONGEST_HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** The producer that a thread used last. */
    private static final ThreadLocal<CoalescingProducer> OF_THREAD = new ThreadLocal<>();

    private final StallDetector stallDetector;
    private final Queue<Held> held = new ArrayDeque<>();
    private long heldSince;
    private int stalls; // until then
    private boolean closed;

    private record Held(ProducerRecord<byte[], byte[]> record, Callback callback,
            CompletableFuture<RecordMetadata> sent) {

        void ended(RecordMetadata metadata, Exception failure) {
            if (callback != null) {
                callback.onCompletion(metadata, failure);
            }
            if (failure == null) {
                sent.complete(metadata);
            } else {
                sent.completeExceptionally(failure);
            }
        }
    }

    CoalescingProducer(Map<String, Object> config, StallDetector stallDetector) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.stallDetector = stallDetector;
    }

    /**
     * Hands over what the current thread's producer holds.
     *
     * @throws ProcessStalledException when the process was stalled meanwhile: nothing of it is written
     */
    static void releaseOfThisThread() {
        CoalescingProducer producer = OF_THREAD.get();
        if (producer != null) {
            producer.release();
        }
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        if (closed) {
            return super.send(record, callback);
        }
        Held next = new Held(record, callback, new CompletableFuture<>());
        if (held.isEmpty()) {
            heldSince = System.nanoTime();
            stalls = stallDetector.stalls();
            OF_THREAD.set(this);
        }
        held.add(next);
        if (held.size() >= MOST_HELD || System.nanoTime() - heldSince >= LONGEST_HOLD_NANOS) {
            release();
        }
        return next.sent;
    }

    /**
     * @throws ProcessStalledException when the process was stalled meanwhile
     * @throws RuntimeException of the producer, for a record whose callback has been told
     */
    private void release() {
        if (!held.isEmpty() && stallDetector.stalls() != stalls) {
            ProcessStalledException stalled = new ProcessStalledException();
            List.copyOf(held).forEach(next -> next.ended(null, stalled));
            held.clear();
            throw stalled;
        }
        for (Held next = held.poll(); next != null; next = held.poll()) {
            try {
                super.send(next.record, next::ended);
            } catch (RuntimeException unusable) {
                next.ended(null, unusable);
                throw unusable;
            }
        }
    }

    @Override
    public void flush() {
        release();
        super.flush();
    }

    @Override
    public void close(Duration timeout) {
        try {
            release();
        } catch (ProcessStalledException stalled) {
            // What was held is told so. Nothing else is open here.
        } finally {
            closed = true;
            super.close(timeout);
        }
    }
}
