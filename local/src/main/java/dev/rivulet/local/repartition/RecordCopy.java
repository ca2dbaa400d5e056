package dev.rivulet.local.repartition;

import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.schemas.topic.SessionPartition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Copies records into topics with another number of partitions, by their keys. Keys, values, headers and timestamps
 * stay; records of one key that were in one partition keep their order. Not thread-safe.
 */
final class RecordCopy implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);
    private static final int BUFFER_BYTES = 64 << 20;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final int partitions;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /**
     * @param partitions of the topics that are written
     * @param maxBytes the largest record
     * @param isolation of what is read
     */
    RecordCopy(KafkaClients clients, int partitions, int maxBytes, IsolationLevel isolation) {
        this.partitions = partitions;
        Map<String, Object> reading = clients.common("reader");
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        reading.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        // A fetch that waits at the end of one partition would delay the next.
        reading.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1);
        consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Map<String, Object> writing = clients.common("writer");
        writing.put(ProducerConfig.ACKS_CONFIG, "all");
        writing.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        writing.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        writing.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        writing.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        writing.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxBytes);
        writing.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(BUFFER_BYTES, 2L * maxBytes));
        producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What becomes of a record. */
    interface Change {

        /**
         * @param copy with the partition, timestamp, key, value and headers of the copy
         * @return empty to leave the record out
         */
        Optional<ProducerRecord<byte[], byte[]>> apply(ConsumerRecord<byte[], byte[]> record,
                ProducerRecord<byte[], byte[]> copy);

        /** Leaves records as they are. */
        static Optional<ProducerRecord<byte[], byte[]>> none(ConsumerRecord<byte[], byte[]> record,
                ProducerRecord<byte[], byte[]> copy) {
            return Optional.of(copy);
        }
    }

    /** Is told where copies are, on the thread of the producer. */
    interface Acknowledged {
        void copied(ConsumerRecord<byte[], byte[]> record, long offset);
    }

    /**
     * Copies the records of a partition from an offset (inclusive) to another (exclusive). Returns how many, when Kafka
     * has them all.
     *
     * @throws RepartitionException if Kafka refuses one, or does not respond
     */
    long copy(TopicPartition from, long begin, long end, String to, Change change, Acknowledged acknowledged) {
        long copied = 0;
        consumer.assign(List.of(from));
        consumer.seek(from, begin);
        long heard = System.nanoTime();
        while (consumer.position(from) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                heard = System.nanoTime();
                if (record.offset() < end && send(record, to, change, acknowledged)) {
                    copied++;
                }
            }
            if (System.nanoTime() - heard > LONGEST_SILENCE.toNanos()) {
                throw new RepartitionException(from + " cannot be read");
            }
            throwIfFailed(to);
        }
        producer.flush();
        throwIfFailed(to);
        return copied;
    }

    private boolean send(ConsumerRecord<byte[], byte[]> record, String to, Change change, Acknowledged acknowledged) {
        Long timestamp = record.timestamp() < 0 ? null : record.timestamp();
        Optional<ProducerRecord<byte[], byte[]>> copy = change.apply(record, new ProducerRecord<>(to,
                partition(record), timestamp, record.key(), record.value(), record.headers()));
        copy.ifPresent(made -> producer.send(made, (metadata, refused) -> {
            if (refused == null) {
                acknowledged.copied(record, metadata.offset());
            } else {
                failure.compareAndSet(null, refused);
            }
        }));
        return copy.isPresent();
    }

    /** A record without a key belongs to no session, and is set aside by whoever reads it. */
    private int partition(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? record.partition() % partitions : partition(record.key());
    }

    /** Returns the partition of a session's records. */
    int partition(byte[] session) {
        return SessionPartition.ofKey(session, partitions);
    }

    private void throwIfFailed(String to) {
        Exception refused = failure.get();
        if (refused != null) {
            throw new RepartitionException(to + " could not be filled: " + refused.getMessage());
        }
    }

    @Override
    public void close() {
        consumer.close();
        producer.close(Duration.ZERO);
    }
}
