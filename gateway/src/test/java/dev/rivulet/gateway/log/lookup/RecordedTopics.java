package dev.rivulet.gateway.log.lookup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;

/** Topics in memory, with their time index, for consumers that are made before any of them reads. */
final class RecordedTopics {

    private static final int POLL_RECORDS = 500;

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> logs = new HashMap<>();
    private final Map<TopicPartition, Integer> starts = new HashMap<>(); // 0 where there is none
    private final Map<String, Integer> searches = new HashMap<>(); // of each topic

    /** Appends a record; returns its offset. */
    long add(String topic, long timestamp, byte[] key, byte[] value, Headers headers) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> log = log(partition);
        log.add(new ConsumerRecord<>(topic, 0, log.size(), timestamp, TimestampType.CREATE_TIME, key.length,
                value.length, key, value, headers, Optional.empty()));
        return log.size() - 1;
    }

    /** Deletes all records that a topic has now. */
    void deleteAll(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        starts.put(partition, log(partition).size());
    }

    /** Returns how often a topic's time index was asked. */
    int searches(String topic) {
        return searches.getOrDefault(topic, 0);
    }

    MockConsumer<byte[], byte[]> consumer() {
        return new TopicConsumer();
    }

    private List<ConsumerRecord<byte[], byte[]>> log(TopicPartition partition) {
        return logs.computeIfAbsent(partition, first -> new ArrayList<>());
    }

    private int start(TopicPartition partition) {
        return starts.getOrDefault(partition, 0);
    }

    private final class TopicConsumer extends MockConsumer<byte[], byte[]> {

        private TopicPartition partition;
        private int position;

        TopicConsumer() {
            super("none");
        }

        @Override
        public void assign(Collection<TopicPartition> partitions) {
            partition = partitions.iterator().next();
        }

        @Override
        public void seek(TopicPartition same, long offset) {
            position = (int) offset;
        }

        @Override
        public long position(TopicPartition same, Duration timeout) {
            return position;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (position < start(partition)) {
                throw new OffsetOutOfRangeException(Map.of(partition, (long) position));
            }
            List<ConsumerRecord<byte[], byte[]>> log = log(partition);
            int to = Math.min(log.size(), position + POLL_RECORDS);
            List<ConsumerRecord<byte[], byte[]>> records = log.subList(position, to);
            position = to;
            return new ConsumerRecords<>(Map.of(partition, records), Map.of(partition, new OffsetAndMetadata(to)));
        }

        @Override
        public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times,
                Duration timeout) {
            times.keySet().forEach(of -> searches.merge(of.topic(), 1, Integer::sum));
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            times.forEach((of, time) -> log(of).stream().skip(start(of)).filter(record -> record.timestamp() >= time)
                    .findFirst().ifPresent(first -> found.put(of,
                            new OffsetAndTimestamp(first.offset(), first.timestamp()))));
            return found;
        }

        @Override
        public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout) {
            return partitions.stream().collect(Collectors.toMap(of -> of, of -> (long) start(of)));
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
            return partitions.stream().collect(Collectors.toMap(of -> of, of -> (long) log(of).size()));
        }
    }
}
