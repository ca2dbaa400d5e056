package dev.rivulet.gateway.log;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.runtime.metrics.KafkaMeters;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/** Creates the Kafka clients of a gateway, each with the settings for its purpose. */
public record GatewayClients(KafkaClients kafka, GatewayConfig config, TopicsConfig topics, KafkaMeters meters) {

    /** Two clients of a JVM must not have one id: see the metrics of Kafka's clients. */
    private static final AtomicInteger REPLAY_CONSUMERS = new AtomicInteger();

    /**
     * Creates the producer of commands. It waits for all replicas, but not long: an HTTP client waits for the response.
     */
    Producer<byte[], byte[]> createProducer() {
        Map<String, Object> settings = kafka.common("commands");
        int timeout = millis(config.publishTimeout().toMillis());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(timeout, requestTimeout()));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(timeout, requestTimeout()));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, topics.maxRecordBytes());
        return meters.of(new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /**
     * Creates the consumer of the tail. A fetch returns at the first byte; under load a poll returns many records
     * anyway. The consumer keeps one fetch of each partition in memory: with the default of 1 MB, a tail that is behind
     * would hold dozens of MB.
     */
    Consumer<ByteBuffer, byte[]> createTailConsumer() {
        Map<String, Object> settings = consumerSettings("tail");
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 2 << 20);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 << 10);
        settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
        // Keys are views of the fetched data, not copies: the tail reads few of them.
        return meters.of(new KafkaConsumer<>(settings, new ByteBufferDeserializer(), new ByteArrayDeserializer()));
    }

    /**
     * Creates a consumer for replays. It moves between partitions, and a fetch that waits at the end of one delays the
     * next, so no fetch waits.
     */
    Consumer<byte[], byte[]> createReplayConsumer() {
        Map<String, Object> settings = consumerSettings("replay-" + REPLAY_CONSUMERS.incrementAndGet());
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 512 << 10);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Creates a consumer for what was used: of sums in a transaction only those that stand. */
    Consumer<byte[], byte[]> createUsageConsumer() {
        return createUsageConsumer("usage");
    }

    /** Creates the consumer that follows what is used, for budgets. */
    Consumer<byte[], byte[]> createUsageTailConsumer() {
        return createUsageConsumer("usage-tail");
    }

    private Consumer<byte[], byte[]> createUsageConsumer(String purpose) {
        Map<String, Object> settings = consumerSettings(purpose);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Creates the consumer that is a member of the gateways' group. A change moves as little as it can. */
    Consumer<byte[], byte[]> createGroupConsumer(String group) {
        Map<String, Object> settings = consumerSettings("group");
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Without an offset reset: all consumers are assigned their partitions and seek explicitly. */
    private Map<String, Object> consumerSettings(String purpose) {
        Map<String, Object> settings = kafka.common(purpose);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, requestTimeout());
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, requestTimeout());
        return settings;
    }

    private int requestTimeout() {
        return millis(kafka.config().requestTimeout().toMillis());
    }

    private static int millis(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}
