package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.TurnId;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Takes the timestamp of an input for what it is: a claim of whoever wrote it. Kafka Streams stamps what it writes to
 * changelogs with the input's timestamp, and a topic of an operator may allow any; brokers would refuse the changelog's
 * record, and the partition would stop. Kafka Streams' own extractor throws for a negative timestamp.
 *
 * @param clock in milliseconds since the epoch
 */
record BoundedTimestamps(LongSupplier clock) implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.clamp(record.timestamp(), 0, clock.getAsLong() + TurnId.MAX_LEAD.toMillis());
    }
}
