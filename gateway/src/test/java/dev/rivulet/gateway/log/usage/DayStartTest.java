package dev.rivulet.gateway.log.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DayStartTest {

    private static final LocalDate DAY = LocalDate.parse("2026-03-01");
    private static final TopicPartition FIRST = new TopicPartition("usage", 0);
    private static final TopicPartition SECOND = new TopicPartition("usage", 1);

    private final Map<TopicPartition, NavigableMap<Long, Long>> offsets = new HashMap<>(); // by timestamp

    @Test
    void aSumThatWasWrittenJustBeforeItsDayByTheClockOfTheBrokerIsNotMissed() {
        write(FIRST, "2026-02-28T22:59:59Z", 7);
        write(FIRST, "2026-02-28T23:00:00Z", 8);
        write(FIRST, "2026-03-01T00:00:00Z", 9);
        assertThat(DayStart.offsets(consumer(), DAY, Map.of(FIRST, 20L))).isEqualTo(Map.of(FIRST, 8L));
    }

    @Test
    void aPartitionWithNothingOfTheDayIsReadFromItsEnd() {
        write(FIRST, "2026-03-02T12:00:00Z", 3);
        write(SECOND, "2026-02-01T12:00:00Z", 4);
        assertThat(DayStart.offsets(consumer(), DAY, Map.of(FIRST, 20L, SECOND, 5L)))
                .isEqualTo(Map.of(FIRST, 3L, SECOND, 5L));
    }

    private void write(TopicPartition partition, String time, long offset) {
        offsets.computeIfAbsent(partition, first -> new TreeMap<>()).put(Instant.parse(time).toEpochMilli(), offset);
    }

    /** Answers as Kafka does: with the first record that is not earlier, and null if there is none. */
    private Consumer<byte[], byte[]> consumer() {
        return new MockConsumer<>("none") {
            @Override
            public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
                Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
                times.forEach((partition, time) -> {
                    Map.Entry<Long, Long> first = offsets.get(partition).ceilingEntry(time);
                    found.put(partition,
                            first == null ? null : new OffsetAndTimestamp(first.getValue(), first.getKey()));
                });
                return found;
            }
        };
    }
}
