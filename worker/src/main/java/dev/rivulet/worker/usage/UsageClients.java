package dev.rivulet.worker.usage;

import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.Topics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the clients that count. Sums and positions are written in one transaction, so each result is counted once
 * (KIP-447: the generation of the consumer keeps out who has lost a partition without knowing it).
 *
 * @param worker the id of this process
 * @param interval how long counts are collected before they are written
 */
record UsageClients(KafkaClients clients, Topics topics, String worker, Duration interval) {

    /** With the prefix of the topics: the consumer group of those that count, and what transactional ids begin with. */
    static final String NAME = "rivulet-usage";
    /** Readers wait so long for a transaction whose writer was lost. */
    private static final int TRANSACTION_MS = 10_000;
    /** Others count on so soon after one was lost. The shortest that brokers allow by default. */
    private static final int SESSION_MS = 6_000;
    private static final int FETCH_BYTES = 1 << 20;
    /** Short beside Kafka's default of {@code request.timeout.ms}. */
    private static final int LONGEST_FETCH_MS = 10_000;

    Consumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = clients.common("usage");
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, UsageCounter.group(topics.prefix()));
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MS / 3);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Positions are read only when no transaction is under way that may change them.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Nobody waits for a count: results come together, instead of each with a fetch of all partitions of its own.
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                Math.toIntExact(Math.clamp(interval.toMillis(), 0, LONGEST_FETCH_MS)));
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = clients.common("usage-sums");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.prefix() + NAME + "-" + worker);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TRANSACTION_MS / 2);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
