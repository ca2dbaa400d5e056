package dev.rivulet.worker.liveness;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the heartbeat topic into the {@link WorkerDirectory}, on a thread of its own, from the present on. */
public final class HeartbeatReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final WorkerDirectory directory;
    private final Thread thread;

    /** @param settings where the cluster is */
    public HeartbeatReader(Map<String, Object> settings, String topic, WorkerDirectory directory) {
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.directory = directory;
        TopicPartition partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        this.thread = Thread.ofPlatform().daemon().name("heartbeat-reader").start(this::read);
    }

    private void read() {
        try (consumer) {
            while (true) {
                try {
                    for (ConsumerRecord<byte[], byte[]> beat : consumer.poll(POLL)) {
                        directory.heard(new String(beat.key(), StandardCharsets.US_ASCII), beat.value() != null);
                    }
                } catch (WakeupException closed) {
                    return;
                } catch (KafkaException failure) {
                    LOG.atWarn().setCause(failure).log("heartbeats could not be read");
                }
            }
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
