package dev.rivulet.worker.usage;

import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.usage.UsageTotal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Counting with one pair of clients, until one of them fails. For one thread. */
final class UsageRun implements ConsumerRebalanceListener {

    private static final Duration POLL = Duration.ofMillis(200);
    /** How many results before its position are read again, to know copies of them. */
    private static final int LOOK_BACK = 1_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final UsageSums sums;
    private final Duration interval;
    private final Map<TopicPartition, Long> first = new HashMap<>(); // offsets before it were counted earlier
    private final Map<TopicPartition, OffsetAndMetadata> counted = new HashMap<>(); // and not written yet
    private long due; // System.nanoTime
    private boolean written;
    private boolean failed; // nothing more can be written; who counts next begins at the last positions

    /** @param topic of the sums */
    UsageRun(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer, String topic, UsageSums sums,
            Duration interval) {
        this.consumer = consumer;
        this.producer = producer;
        this.topic = topic;
        this.sums = sums;
        this.interval = interval;
    }

    /** Blocks until it is to stop. Then all that was counted is written. */
    void count(String results, BooleanSupplier stop) {
        consumer.subscribe(List.of(results), this);
        while (!stop.getAsBoolean()) {
            consumer.poll(POLL).forEach(this::count);
            if (System.nanoTime() - due >= 0) {
                write();
            }
        }
        write();
    }

    /** Returns whether anything was written. */
    boolean hasWritten() {
        return written;
    }

    private void count(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        boolean before = record.offset() < first.get(partition);
        if (record.value() != null) {
            try {
                CountedResult result = Json.read(record.value(), CountedResult.class);
                if (before) {
                    sums.counted(result);
                } else {
                    sums.count(record.partition(), record.offset(), record.timestamp(), result);
                }
            } catch (UnreadableRecordException unreadable) {
                // Its coordinator moves it to the dead letters, and says so.
            }
        }
        if (!before) {
            if (counted.isEmpty()) {
                due = System.nanoTime() + interval.toNanos();
            }
            counted.put(partition, new OffsetAndMetadata(record.offset() + 1));
        }
    }

    private void write() {
        if (counted.isEmpty() || failed) {
            return;
        }
        failed = true;
        int partitions = producer.partitionsFor(topic).size();
        producer.beginTransaction();
        for (UsageTotal total : sums.changed()) {
            producer.send(new ProducerRecord<>(topic,
                    SessionPartition.ofKey(UsageTotal.partitionKey(total.owner()), partitions),
                    total.key().getBytes(StandardCharsets.UTF_8), Json.write(total)));
        }
        producer.sendOffsetsToTransaction(counted, consumer.groupMetadata());
        producer.commitTransaction();
        sums.written();
        counted.clear();
        written = true;
        failed = false;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            long position = consumer.position(partition);
            first.put(partition, position);
            sums.begin(partition.partition(), position);
            // What is before the first record that Kafka has is read from there: see auto.offset.reset.
            consumer.seek(partition, Math.max(0, position - LOOK_BACK));
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        write();
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            counted.remove(partition);
            first.remove(partition);
            sums.end(partition.partition());
        });
    }
}
