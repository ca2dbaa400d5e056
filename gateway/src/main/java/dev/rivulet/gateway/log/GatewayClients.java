package dev.rivulet.gateway.log;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.TopicsConfig;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Kafka clients of a gateway, each set for its one purpose. */
public record GatewayClients(KafkaClients kafka, GatewayConfig config, TopicsConfig topics) {

    /** Durable, and quick to say when it cannot be: a client waits for the answer. */
    Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = kafka.common();
        int timeout = millis(config.publishTimeout().toMillis());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(timeout, requestTimeout()));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(timeout, requestTimeout()));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, topics.maxRecordBytes());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Wakes for the first byte; under load a poll brings many records, and the batches grow by themselves. The consumer
     * keeps a fetch of each partition in memory, and with the default of a megabyte a tail that is behind holds dozens.
     */
    Consumer<ByteBuffer, byte[]> tailConsumer() {
        Map<String, Object> settings = reader();
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 2 << 20);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 << 10);
        settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
        return new KafkaConsumer<>(settings, new KeyViewDeserializer(), new ByteArrayDeserializer());
    }

    /** Jumps about: a fetch that waits at the end of one partition would hold up the next, so none waits long. */
    Consumer<byte[], byte[]> replayConsumer() {
        Map<String, Object> settings = reader();
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 512 << 10);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** No group and no offset reset: where to read is always said. */
    private Map<String, Object> reader() {
        Map<String, Object> settings = kafka.common();
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
