package dev.rivulet.worker.liveness;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the heartbeat topic from its end on, on a thread of its own: heartbeats for the {@link WorkerDirectory}, and
 * stop notices to this worker.
 */
public final class HeartbeatReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final WorkerDirectory directory;
    private final StopNotices stops;
    private final Thread thread;

    /** @param settings of the consumer; changed here */
    public HeartbeatReader(Map<String, Object> settings, String topic, WorkerDirectory directory, StopNotices stops) {
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.directory = directory;
        this.stops = stops;
        TopicPartition partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        // Resolves the end now rather than at the first poll: everything written from here on is read.
        consumer.position(partition);
        this.thread = Thread.ofPlatform().daemon().name("heartbeat-reader").start(this::read);
    }

    private void read() {
        try (consumer) {
            while (true) {
                try {
                    consumer.poll(POLL).forEach(this::handle);
                } catch (WakeupException closed) {
                    return;
                } catch (RuntimeException failure) {
                    // This thread must go on: without it no lost worker is noticed.
                    LOG.atWarn().setCause(failure).log("heartbeats could not be read");
                    LockSupport.parkNanos(POLL.toNanos());
                }
            }
        }
    }

    private void handle(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.US_ASCII);
        if (StopNotice.isKey(key)) {
            stops.handle(key, record.value());
        } else {
            directory.onHeartbeat(key, record.value() == null ? null : WorkerStatus.read(record.value()));
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
