package dev.rivulet.worker.recovery;

import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** The topic {@code chunk-events} in memory, and consumers of it. Partitions can be made unreadable. Thread-safe. */
final class ChunkEventsLog implements Supplier<Consumer<byte[], byte[]>> {

    private final Topics topics;
    /** Guarded by this. */
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    private final Set<TopicPartition> withoutLeader = ConcurrentHashMap.newKeySet();
    /** How many passes over a partition were begun. */
    final AtomicInteger passes = new AtomicInteger();
    /** How many consumers could not be made. */
    final AtomicInteger faults = new AtomicInteger();
    /** Runs when a pass looks for its beginning; null for nothing. */
    volatile Runnable whenRead;
    /** The consumers that are made next fail with this; null if they work. */
    volatile Error fault;

    ChunkEventsLog(Topics topics) {
        this.topics = topics;
    }

    TopicPartition partition(SessionId session) {
        return new TopicPartition(topics.name(Topic.CHUNK_EVENTS), SessionPartition.of(session, topics.partitions()));
    }

    /** The partition exists, and nothing can be read of it. */
    void loseLeader(SessionId session) {
        withoutLeader.add(partition(session));
    }

    void electLeader(SessionId session) {
        withoutLeader.remove(partition(session));
    }

    void add(SessionId session, TurnId turn, String owner, ChunkEvent event) {
        add(session, new ChunkHeaders(turn, EventType.of(event), event.attempt()), owner, Json.write(event));
    }

    synchronized void add(SessionId session, ChunkHeaders headers, String owner, byte[] value) {
        TopicPartition partition = partition(session);
        RecordHeaders written = new RecordHeaders();
        headers.writeTo(written, owner);
        List<ConsumerRecord<byte[], byte[]>> log = records.computeIfAbsent(partition, first -> new ArrayList<>());
        log.add(new ConsumerRecord<>(partition.topic(), partition.partition(), log.size(), headers.turn().timestamp(),
                TimestampType.CREATE_TIME, 0, 0, session.keyBytes(), value, written, Optional.empty()));
    }

    private synchronized List<ConsumerRecord<byte[], byte[]>> log(TopicPartition partition) {
        return List.copyOf(records.getOrDefault(partition, List.of()));
    }

    @Override
    public Consumer<byte[], byte[]> get() {
        Error thrown = fault;
        if (thrown != null) {
            faults.incrementAndGet();
            throw thrown;
        }
        return new LogReader();
    }

    private final class LogReader extends MockConsumer<byte[], byte[]> {

        LogReader() {
            super("earliest");
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            passes.incrementAndGet();
            Runnable before = whenRead;
            if (before != null) {
                before.run();
            }
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            times.forEach((partition, time) -> {
                if (withoutLeader.contains(partition)) {
                    throw new TimeoutException("no leader");
                }
                found.put(partition, log(partition).isEmpty() ? null : new OffsetAndTimestamp(0, time));
                updateBeginningOffsets(Map.of(partition, 0L));
                updateEndOffsets(Map.of(partition, (long) log(partition).size()));
            });
            return found;
        }

        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            super.seek(partition, offset);
            log(partition).forEach(this::addRecord);
        }
    }
}
