package dev.rivulet.worker.coordinator.streams;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The generation of the consumer group in which a Streams thread is a member. Kafka Streams does not tell a processor,
 * so the thread's consumer notes it after each poll: partitions are assigned within a poll, and tasks begin after it,
 * on the same thread.
 */
final class GroupGeneration {

    private static final ThreadLocal<Integer> OF_THREAD = new ThreadLocal<>();

    private GroupGeneration() {}

    /** Returns the generation of the current thread's consumer. Null if it is no member, or no Streams thread. */
    static Integer ofThisThread() {
        return OF_THREAD.get();
    }

    /** The main consumer of a Streams thread. */
    static final class NotingConsumer extends KafkaConsumer<byte[], byte[]> {

        NotingConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            int generation = groupMetadata().generationId();
            OF_THREAD.set(generation < 0 ? null : generation);
            return records;
        }
    }
}
