package dev.rivulet.worker.liveness;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on the heartbeat topic that this worker lives, and at its end that it is gone. A beat is only sent when the last
 * one has arrived: after an outage the beats do not come in a burst, so their number stays a measure of time.
 */
public final class Heartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final byte[] ALIVE = "{}".getBytes(StandardCharsets.US_ASCII);
    private static final long FAREWELL_SECONDS = 2;

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final String name;
    private final byte[] worker;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("heartbeat").factory());
    private Future<?> last; // guarded by this
    private boolean closed; // guarded by this

    Heartbeat(Producer<byte[], byte[]> producer, String topic, String worker) {
        this.producer = producer;
        this.topic = topic;
        this.name = worker;
        this.worker = worker.getBytes(StandardCharsets.US_ASCII);
    }

    /** @param intervalMs between two beats */
    public static Heartbeat start(Producer<byte[], byte[]> producer, String topic, String worker, long intervalMs) {
        Heartbeat heartbeat = new Heartbeat(producer, topic, worker);
        heartbeat.timer.scheduleWithFixedDelay(heartbeat::beat, 0, intervalMs, TimeUnit.MILLISECONDS);
        return heartbeat;
    }

    synchronized void beat() {
        if (closed || last != null && !last.isDone()) {
            return;
        }
        try {
            last = producer.send(new ProducerRecord<>(topic, worker, ALIVE));
        } catch (RuntimeException notSent) {
            LOG.atWarn().setCause(notSent).log("heartbeat could not be sent");
        }
    }

    /** Says that the worker is gone, so that nobody has to wait for it to be missed. The producer stays open. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            writeTombstones().get(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException unheard) {
            LOG.atWarn().log("the other workers could not be told of the end");
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** No beat may follow it. */
    private synchronized Future<?> writeTombstones() {
        closed = true;
        // Nor is the last notice to this worker of use to anyone: compaction can drop it.
        producer.send(new ProducerRecord<>(topic, StopNotice.keyTo(name).getBytes(StandardCharsets.US_ASCII), null));
        return producer.send(new ProducerRecord<>(topic, worker, null));
    }
}
