package dev.rivulet.worker.liveness;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the heartbeat topic that this worker is alive and how busy it is, and when it closes that it is gone. A
 * heartbeat is sent only when Kafka has the last one: after an outage they do not come in a burst, so their number
 * stays a measure of time.
 */
public final class Heartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final long FAREWELL_SECONDS = 2;

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final String name;
    private final byte[] worker;
    private final Supplier<WorkerStatus> status;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("heartbeat").factory());
    private Future<?> last; // guarded by this
    private boolean closed; // guarded by this

    /**
     * @param producer closed here
     * @param status what the worker says of itself
     */
    Heartbeat(Producer<byte[], byte[]> producer, String topic, String worker, Supplier<WorkerStatus> status) {
        this.producer = producer;
        this.topic = topic;
        this.name = worker;
        this.worker = worker.getBytes(StandardCharsets.US_ASCII);
        this.status = status;
    }

    /**
     * Starts a thread that writes a heartbeat now and then every {@code intervalMs} milliseconds.
     *
     * @param producer closed here; nobody else uses it: a full buffer must not delay a heartbeat
     * @param status what the worker says of itself; called for each heartbeat
     */
    public static Heartbeat start(Producer<byte[], byte[]> producer, String topic, String worker, long intervalMs,
            Supplier<WorkerStatus> status) {
        Heartbeat heartbeat = new Heartbeat(producer, topic, worker, status);
        heartbeat.timer.scheduleWithFixedDelay(heartbeat::beat, 0, intervalMs, TimeUnit.MILLISECONDS);
        return heartbeat;
    }

    /** Writes a heartbeat now, unless Kafka does not have the last one yet. */
    public synchronized void beat() {
        if (closed || last != null && !last.isDone()) {
            return;
        }
        try {
            last = producer.send(new ProducerRecord<>(topic, worker, status.get().json()));
        } catch (RuntimeException notSent) {
            LOG.atWarn().setCause(notSent).log("heartbeat could not be sent");
        }
    }

    /**
     * Writes that the worker is gone, so that the others need not wait until they miss it, and closes the producer.
     */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            writeTombstones().get(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException unheard) {
            LOG.atWarn().log("the other workers could not be told of the end");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    /** Deletes this worker's keys from the compacted topic. No heartbeat may follow. */
    private synchronized Future<?> writeTombstones() {
        closed = true;
        // The last stop notice to this worker is of no use any more: compaction may drop it.
        producer.send(new ProducerRecord<>(topic, StopNotice.keyTo(name).getBytes(StandardCharsets.US_ASCII), null));
        return producer.send(new ProducerRecord<>(topic, worker, null));
    }
}
