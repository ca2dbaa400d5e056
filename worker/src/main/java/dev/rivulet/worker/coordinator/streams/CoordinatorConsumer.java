package dev.rivulet.worker.coordinator.streams;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The main consumer of a Streams thread. When the thread polls it is done with what it has read: it hands over the
 * records that it holds, and then may wait.
 */
final class CoordinatorConsumer extends KafkaConsumer<byte[], byte[]> {

    CoordinatorConsumer(Map<String, Object> config) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        CoalescingProducer.releaseOfThisThread();
        try {
            return super.poll(timeout);
        } finally {
            GroupGeneration.note(groupMetadata().generationId());
        }
    }
}
