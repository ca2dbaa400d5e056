package dev.rivulet.gateway.log.tail;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A consumer at the end of a set of partitions that changes. Where a partition's end is, is asked while the others are
 * read. Owned by the tailer's thread, except for {@link #wakeUp}; throws what the consumer throws.
 */
final class TailConsumer implements AutoCloseable {

    /** An answer that says where an end is does not end a poll. */
    private static final Duration SHORTEST_POLL = Duration.ofMillis(4);

    private final Consumer<ByteBuffer, byte[]> consumer;
    private final BiConsumer<TopicPartition, List<ConsumerRecord<ByteBuffer, byte[]>>> onRecords;
    private final ObjLongConsumer<TopicPartition> onPosition;
    private final Set<TopicPartition> seeking = new HashSet<>(); // to their ends, which are not known yet
    private Set<TopicPartition> assigned = Set.of();
    private Duration seekingPoll = SHORTEST_POLL; // doubles while the ends are not known

    /**
     * @param onRecords called with the records of one poll in one partition
     * @param onPosition called with the position of a partition that was sought, before any record of it
     */
    TailConsumer(Consumer<ByteBuffer, byte[]> consumer,
            BiConsumer<TopicPartition, List<ConsumerRecord<ByteBuffer, byte[]>>> onRecords,
            ObjLongConsumer<TopicPartition> onPosition) {
        this.consumer = consumer;
        this.onRecords = onRecords;
        this.onPosition = onPosition;
    }

    Set<TopicPartition> assigned() {
        return assigned;
    }

    /** Returns whether there is nothing to poll. */
    boolean isIdle() {
        return assigned.isEmpty();
    }

    /** Returns whether the positions of all partitions are known. */
    boolean hasPositions() {
        return seeking.isEmpty();
    }

    /** Replaces the partitions; new ones are sought to the end, the others go on. Returns whether they changed. */
    boolean assign(Set<TopicPartition> partitions) {
        if (partitions.equals(assigned)) {
            return false;
        }
        Set<TopicPartition> joined = new HashSet<>(partitions);
        joined.removeAll(assigned);
        consumer.assign(partitions);
        assigned = Set.copyOf(partitions);
        seeking.retainAll(assigned);
        seekToEnd(joined);
        return true;
    }

    /** Continues at the end of all partitions. */
    void seekToEnd() {
        seekToEnd(assigned);
    }

    /** Continues at the end of partitions; those that are not assigned are left out. */
    void seekToEnd(Collection<TopicPartition> partitions) {
        List<TopicPartition> lost = partitions.stream().filter(assigned::contains).toList();
        // Without any partition the consumer would seek in all of them.
        if (!lost.isEmpty()) {
            consumer.seekToEnd(lost);
            seeking.addAll(lost);
            seekingPoll = SHORTEST_POLL;
        }
    }

    /** Polls once, and passes on what came. There must be partitions. */
    void poll(Duration timeout) {
        boolean brief = !seeking.isEmpty() && seekingPoll.compareTo(timeout) < 0;
        ConsumerRecords<ByteBuffer, byte[]> records = consumer.poll(brief ? seekingPoll : timeout);
        seekingPoll = brief ? seekingPoll.multipliedBy(2) : seekingPoll;
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<ByteBuffer, byte[]>> ofPartition = records.records(partition);
            // The end was known, and written to, within this poll: before the first record there is none to read.
            if (seeking.remove(partition)) {
                onPosition.accept(partition, ofPartition.getFirst().offset());
            }
            onRecords.accept(partition, ofPartition);
        }
        for (TopicPartition partition : List.copyOf(seeking)) {
            findPosition(partition);
        }
    }

    private void findPosition(TopicPartition partition) {
        try {
            long position = consumer.position(partition, Duration.ZERO);
            seeking.remove(partition);
            onPosition.accept(partition, position);
        } catch (TimeoutException notYet) {
            // Asked again after the next poll: its leader may be away.
        }
    }

    /** Returns how many records are still to be read, as far as the last fetches said: sends no request. */
    long lag() {
        return assigned.stream().mapToLong(partition -> consumer.currentLag(partition).orElse(0)).sum();
    }

    /** Ends a poll that waits, or the next. May be called on any thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
