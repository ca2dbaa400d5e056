package dev.rivulet.worker;

import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.PublishTimeouts;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings of a worker's own producers. */
final class ProducerSettings {

    private static final long MAX_BUFFER_BYTES = 64 << 20;
    private static final int HEAP_PER_BUFFER = 8;
    /**
     * The records of a batch are handed over one after the other: without it, a request with the first of them would
     * be on its way before the last.
     */
    private static final Duration LINGER = Duration.ofMillis(1);
    private static final int HEARTBEAT_BUFFER_BYTES = 1 << 20;
    private static final int HEARTBEAT_BATCH_BYTES = 1 << 10;
    private static final Duration SHORTEST_HEARTBEAT_TIMEOUT = Duration.ofSeconds(2);
    /** Of the time after which a worker counts as dead. */
    private static final int CONNECTION_ATTEMPTS = 4;

    private ProducerSettings() {}

    /** Returns the settings of the producer for events and results. */
    static Map<String, Object> events(KafkaClients clients, WorkerConfig config, int maxRecordBytes) {
        Map<String, Object> settings = acknowledgedByAll(clients, "results");
        settings.putAll(new PublishTimeouts(config.publishTimeout()).producer(LINGER));
        settings.put(ProducerConfig.LINGER_MS_CONFIG, Math.toIntExact(LINGER.toMillis()));
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes(maxRecordBytes));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes);
        return settings;
    }

    /** Returns the settings of the producer for jobs, of which the largest is larger than an event may be. */
    static Map<String, Object> jobs(KafkaClients clients, WorkerConfig config, int jobBytes) {
        Map<String, Object> settings = acknowledgedByAll(clients, "jobs");
        settings.putAll(new PublishTimeouts(config.publishTimeout()).producer(Duration.ZERO));
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes(jobBytes));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, jobBytes);
        return settings;
    }

    /**
     * Returns the settings of the producer for heartbeats. It has its own buffer and connections, so that no other
     * record delays one, and gives a heartbeat up when the worker would count as dead without the next.
     */
    static Map<String, Object> heartbeats(KafkaClients clients, WorkerConfig config) {
        Duration dead = longer(config.heartbeatInterval().multipliedBy(config.missedHeartbeats()),
                SHORTEST_HEARTBEAT_TIMEOUT);
        Map<String, Object> settings = acknowledgedByAll(clients, "heartbeats");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(dead.toMillis()));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(dead.dividedBy(2).toMillis()));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.toIntExact(dead.dividedBy(2).toMillis()));
        // While an outage drops packets, TCP repeats the first one of a connection after ever longer pauses, as Kafka's
        // clients do with whole attempts: 30 s. One worker would come back that much later than another.
        long attempt = dead.dividedBy(CONNECTION_ATTEMPTS).toMillis();
        settings.put(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, attempt);
        settings.put(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, attempt);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, HEARTBEAT_BUFFER_BYTES);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, HEARTBEAT_BATCH_BYTES);
        return settings;
    }

    /** In order and once within a session, also over retries; acknowledged by all in-sync replicas. */
    private static Map<String, Object> acknowledgedByAll(KafkaClients clients, String purpose) {
        Map<String, Object> settings = clients.common(purpose);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        return settings;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /** What waits for Kafka takes an eighth of the heap at most, but any record fits. */
    static long bufferBytes(int maxRecordBytes) {
        return Math.max(maxRecordBytes,
                Math.min(MAX_BUFFER_BYTES, Runtime.getRuntime().maxMemory() / HEAP_PER_BUFFER));
    }
}
