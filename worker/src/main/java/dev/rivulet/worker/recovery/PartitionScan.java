package dev.rivulet.worker.recovery;

import dev.rivulet.schemas.event.ChunkHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;

/** One pass over a partition of {@code chunk-events} that collects the events of some attempts. For one thread. */
final class PartitionScan {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final RecoveryLimits limits;
    private final Duration longestSilence;
    private final List<PendingRecovery> deferred = new ArrayList<>();
    private Map<String, List<PendingRecovery>> byTurn = Map.of();
    private List<PendingRecovery> kept = List.of();
    private long chars;

    /** @param longestSilence how long Kafka may bring nothing of a partition that has more */
    PartitionScan(Consumer<byte[], byte[]> consumer, TopicPartition partition, RecoveryLimits limits,
            Duration longestSilence) {
        this.consumer = consumer;
        this.partition = partition;
        this.limits = limits;
        this.longestSilence = longestSilence;
    }

    /**
     * Reads from the time of the oldest turn to the current end of the partition. Blocks.
     *
     * @param wanted get their events
     * @throws TimeoutException if the partition cannot be read, or takes too long
     */
    void read(List<PendingRecovery> wanted) {
        kept = new ArrayList<>(wanted);
        byTurn = wanted.stream().collect(Collectors.groupingBy(attempt -> attempt.key().turn().toString()));
        consumer.assign(List.of(partition));
        long oldest = wanted.stream().mapToLong(attempt -> attempt.key().turn().timestamp()).min().orElseThrow();
        OffsetAndTimestamp start = consumer.offsetsForTimes(Map.of(partition, oldest)).get(partition);
        if (start == null) {
            return;
        }
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        consumer.seek(partition, start.offset());
        long began = System.nanoTime();
        long lastRecord = began;
        while (consumer.position(partition) < end) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            long now = System.nanoTime();
            if (!records.isEmpty()) {
                lastRecord = now;
            }
            if (now - lastRecord > longestSilence.toNanos() || now - began > limits.timeout().toNanos()) {
                throw new TimeoutException("the events were not read in time");
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() < end) {
                    byTurn.getOrDefault(turnOf(record), List.of()).forEach(attempt -> add(attempt, record));
                }
            }
        }
    }

    /** Returns the attempts whose text did not fit into memory beside that of the others: for another pass. */
    List<PendingRecovery> deferred() {
        return deferred;
    }

    private void add(PendingRecovery attempt, ConsumerRecord<byte[], byte[]> record) {
        if (deferred.contains(attempt)) {
            return;
        }
        int before = attempt.collected().length();
        attempt.collected().add(record);
        chars += attempt.collected().length() - before;
        while (chars > limits.passChars() && kept.size() > 1) {
            PendingRecovery last = kept.removeLast();
            chars -= last.collected().length();
            deferred.add(last);
        }
    }

    private static String turnOf(ConsumerRecord<byte[], byte[]> record) {
        Header turn = record.headers().lastHeader(ChunkHeaders.TURN);
        return turn == null || turn.value() == null ? "" : new String(turn.value(), StandardCharsets.ISO_8859_1);
    }
}
