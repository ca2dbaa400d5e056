package dev.rivulet.worker.recovery;

import dev.rivulet.schemas.event.ChunkHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** One pass over a partition of {@code chunk-events} that collects the events of some attempts. */
record PartitionScan(Consumer<byte[], byte[]> consumer, TopicPartition partition) {

    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * Reads from the time of the oldest turn to the current end of the partition. Blocks.
     *
     * @param wanted get their events; at most one attempt of a turn
     */
    void read(List<RecoveredAttempt> wanted) {
        Map<String, RecoveredAttempt> byTurn = wanted.stream()
                .collect(Collectors.toMap(attempt -> attempt.lost().end().turnId().toString(), Function.identity()));
        consumer.assign(List.of(partition));
        long oldest = wanted.stream().mapToLong(attempt -> attempt.lost().end().turnId().timestamp()).min()
                .orElseThrow();
        OffsetAndTimestamp start = consumer.offsetsForTimes(Map.of(partition, oldest)).get(partition);
        if (start == null) {
            return;
        }
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        consumer.seek(partition, start.offset());
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                RecoveredAttempt attempt = byTurn.get(turnOf(record));
                if (attempt != null && record.offset() < end) {
                    attempt.add(record);
                }
            }
        }
    }

    private static String turnOf(ConsumerRecord<byte[], byte[]> record) {
        Header turn = record.headers().lastHeader(ChunkHeaders.TURN);
        return turn == null || turn.value() == null ? "" : new String(turn.value(), StandardCharsets.ISO_8859_1);
    }
}
