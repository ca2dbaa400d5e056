package dev.rivulet.local.chaos.check;

import dev.rivulet.local.chaos.hostile.HostileIds;
import dev.rivulet.local.chaos.hostile.HostileWriter;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.event.Watching;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the records of all turns from the topics, from the beginning. Passes over hostile records; of hostile turns, it
 * notes only which have ended. Not thread-safe.
 */
final class TopicLog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final List<Topic> TOPICS = List.of(Topic.PROMPT_REQUESTS, Topic.CHUNK_EVENTS, Topic.TURN_RESULTS);

    private final Map<String, TurnRecords> turns = new HashMap<>();
    private final Map<String, Duration> clocks;
    private final Set<String> hostileEnded = new HashSet<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /** @param clocks how far ahead the clocks of some workers were */
    TopicLog(String bootstrapServers, Map<String, Duration> clocks) {
        this.clocks = Map.copyOf(clocks);
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false", "request.timeout.ms",
                        "5000", "reconnect.backoff.max.ms", "500", "max.poll.records", "5000"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions = TOPICS.stream().flatMap(topic -> consumer.partitionsFor(topic.named("")).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads the records that were added since the last call. */
    void read() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(this::take);
        }
    }

    /** Returns the turns by id. */
    Map<String, TurnRecords> turns() {
        return turns;
    }

    /** Returns the hostile turns that the system has ended. */
    Set<String> hostileEnded() {
        return hostileEnded;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.headers().lastHeader(HostileWriter.MARK) != null) {
            return;
        }
        if (record.topic().equals(Topic.PROMPT_REQUESTS.named(""))) {
            if (Json.read(record.value(), Command.class) instanceof PromptRequested prompt) {
                boolean keyed = prompt.idempotency() != null && prompt.idempotency().key() != null;
                turn(prompt.turnId().toString())
                        .ifPresent(keyed ? TurnRecords::requestedWithKey : TurnRecords::requested);
            }
        } else if (record.topic().equals(Topic.TURN_RESULTS.named(""))) {
            turn(Json.read(record.value(), TurnFinished.class).turnId().toString()).ifPresent(TurnRecords::result);
        } else if (CoordinatorReply.request(record.headers()).isEmpty() && !Watching.isIn(record.headers())) {
            ChunkHeaders headers = ChunkHeaders.read(record.headers())
                    .orElseThrow(() -> new IllegalStateException("unreadable headers: " + record));
            if (headers.type() == EventType.FORGOTTEN) {
                return; // of a session, not of a turn
            }
            String owner = new String(record.headers().lastHeader(ChunkHeaders.OWNER).value(),
                    StandardCharsets.US_ASCII);
            String id = headers.turn().toString();
            if (headers.type().terminal() && HostileIds.isHostile(id)) {
                hostileEnded.add(id);
            }
            long at = record.timestamp() == headers.turn().timestamp()
                    ? TurnRecords.UNKNOWN
                    : record.timestamp() - clocks.getOrDefault(owner, Duration.ZERO).toMillis();
            turn(id).ifPresent(turn -> turn.event(Json.read(record.value(), headers.type().event()), owner, at,
                    new String(record.value(), StandardCharsets.UTF_8)));
        }
    }

    /** Returns the records of a client's turn; empty for a hostile one. */
    private Optional<TurnRecords> turn(String id) {
        return HostileIds.isHostile(id)
                ? Optional.empty()
                : Optional.of(turns.computeIfAbsent(id, unknown -> new TurnRecords()));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
