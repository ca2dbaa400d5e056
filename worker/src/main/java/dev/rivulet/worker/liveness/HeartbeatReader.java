package dev.rivulet.worker.liveness;

import dev.rivulet.runtime.kafka.PartitionReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the heartbeat topic from its end on, on a thread of its own: heartbeats for the {@link WorkerDirectory}, and
 * stop notices to this worker.
 */
public final class HeartbeatReader implements AutoCloseable {

    private final WorkerDirectory directory;
    private final StopNotices stops;
    private final PartitionReader reader;

    /** @param settings of the consumer; changed here */
    public HeartbeatReader(Map<String, Object> settings, String topic, WorkerDirectory directory, StopNotices stops) {
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.directory = directory;
        this.stops = stops;
        this.reader = new PartitionReader(
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                new TopicPartition(topic, 0), "heartbeat-reader", "heartbeats", this::handle);
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
        reader.close();
    }
}
