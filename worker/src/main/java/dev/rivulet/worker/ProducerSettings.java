package dev.rivulet.worker;

import dev.rivulet.runtime.kafka.KafkaClients;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings of the producer for events and results. */
final class ProducerSettings {

    private static final int BUFFER_BYTES = 64 << 20;

    private ProducerSettings() {}

    static Map<String, Object> of(KafkaClients clients, WorkerConfig config, int maxRecordBytes) {
        int timeout = Math.toIntExact(config.publishTimeout().toMillis());
        Map<String, Object> settings = clients.common();
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        // In order and once within a session, also over retries; acknowledged by all in-sync replicas.
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
        int linger = Math.toIntExact(config.linger().toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(timeout - linger, 10_000));
        settings.put(ProducerConfig.LINGER_MS_CONFIG, linger);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes);
        return settings;
    }
}
