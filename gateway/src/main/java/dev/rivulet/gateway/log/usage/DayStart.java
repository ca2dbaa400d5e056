package dev.rivulet.gateway.log.usage;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Finds where the sums of a day and of those after it begin in the topic {@code usage}. */
final class DayStart {

    /** How far a result can be ahead of the clock of who counts it: brokers refuse more. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    private DayStart() {}

    /**
     * Returns the first offset of each partition behind which no sum of the day, or of a later one, is missed. A sum is
     * not written before its day, by clocks that are about right. Blocks.
     *
     * @param day in UTC
     * @param ends where the partitions end: what they start with if there is nothing later than the day's beginning
     */
    static Map<TopicPartition, Long> offsets(Consumer<?, ?> consumer, LocalDate day, Map<TopicPartition, Long> ends) {
        long start = day.atStartOfDay(ZoneOffset.UTC).toInstant().minus(CLOCKS).toEpochMilli();
        Collection<TopicPartition> partitions = ends.keySet();
        Map<TopicPartition, OffsetAndTimestamp> found = consumer
                .offsetsForTimes(partitions.stream().collect(Collectors.toMap(Function.identity(), one -> start)));
        return partitions.stream().collect(Collectors.toMap(Function.identity(),
                one -> found.get(one) == null ? ends.get(one) : found.get(one).offset()));
    }
}
