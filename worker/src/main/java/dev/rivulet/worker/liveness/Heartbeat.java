package dev.rivulet.worker.liveness;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Says on the heartbeat topic that this worker lives, and at its end that it is gone. A beat is only sent when the last
 * one has arrived: after an outage the beats do not come in a burst, so their number stays a measure of time.
 */
public final class Heartbeat implements AutoCloseable {

    private static final byte[] ALIVE = "{}".getBytes(StandardCharsets.US_ASCII);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final byte[] worker;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("heartbeat").factory());

    /** @param intervalMs between two beats */
    public Heartbeat(Producer<byte[], byte[]> producer, String topic, String worker, long intervalMs) {
        this.producer = producer;
        this.topic = topic;
        this.worker = worker.getBytes(StandardCharsets.US_ASCII);
        timer.scheduleWithFixedDelay(this::beat, 0, intervalMs, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        if (underWay.compareAndSet(false, true)) {
            try {
                producer.send(new ProducerRecord<>(topic, worker, ALIVE), (sent, failure) -> underWay.set(false));
            } catch (RuntimeException notSent) {
                underWay.set(false);
            }
        }
    }

    /** Says that the worker is gone, so that nobody has to wait for it to be missed. The producer stays open. */
    @Override
    public void close() {
        timer.shutdownNow();
        producer.send(new ProducerRecord<>(topic, worker, null));
        producer.flush();
    }
}
