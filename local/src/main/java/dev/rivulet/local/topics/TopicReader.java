package dev.rivulet.local.topics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a topic up to its end at the time of the call. Not thread-safe.
 *
 * @param present the existing topics
 * @param limit how long reading one topic may take
 */
record TopicReader(KafkaConsumer<byte[], byte[]> consumer, Set<String> present, Duration limit) {

    private static final Duration POLL = Duration.ofMillis(500);

    /**
     * Passes on every record; none if the topic does not exist.
     *
     * @param since milliseconds since the epoch; empty for the beginning
     * @return false if the limit passed before the end
     */
    boolean read(String topic, OptionalLong since, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        if (!present.contains(topic)) {
            return true;
        }
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition())).toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        since.ifPresentOrElse(time -> seek(partitions, time, ends), () -> consumer.seekToBeginning(partitions));
        long deadline = System.nanoTime() + limit.toNanos();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            consumer.poll(POLL).forEach(each);
        }
        return true;
    }

    private void seek(List<TopicPartition> partitions, long time, Map<TopicPartition, Long> ends) {
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp found = consumer.offsetsForTimes(Map.of(partition, time)).get(partition);
            consumer.seek(partition, found == null ? ends.get(partition) : found.offset());
        }
    }
}
