package dev.rivulet.bench.capacity;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.testkit.kafka.SharedKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes prompts, each in a session of its own, and reads how their attempts start and how they end. */
final class TurnLog {

    private final String prefix;
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, SharedKafka.bootstrapServers()),
            new ByteArraySerializer(), new ByteArraySerializer());
    private final KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, SharedKafka.bootstrapServers(),
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
            new ByteArrayDeserializer(), new ByteArrayDeserializer());
    private final Map<TurnId, TurnFinished> results = new ConcurrentHashMap<>();
    private final Map<TurnId, List<Long>> starts = new ConcurrentHashMap<>();
    private final Thread reader;
    private int sessions;

    TurnLog(String prefix, int partitions) {
        this.prefix = prefix;
        consumer.assign(Stream.of("chunk-events", "turn-results").flatMap(topic -> IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(prefix + topic, partition))).toList());
        reader = Thread.ofPlatform().daemon().start(this::read);
    }

    TurnId prompt() {
        UUID random = UUID.randomUUID();
        TurnId turn = new TurnId(new UUID(
                System.currentTimeMillis() << 16 | 0x7000 | random.getMostSignificantBits() & 0xFFF,
                random.getLeastSignificantBits()));
        SessionId session = new SessionId("s-" + sessions++);
        producer.send(new ProducerRecord<>(prefix + "prompt-requests", session.keyBytes(),
                Json.write(PromptRequested.ofPrompt(session, turn, "hi", TurnOptions.NONE))));
        return turn;
    }

    Map<TurnId, TurnFinished> results() {
        return results;
    }

    /** When attempts of a turn started, in milliseconds since the epoch. */
    List<Long> starts(TurnId turn) {
        return starts.getOrDefault(turn, List.of());
    }

    private void read() {
        try (consumer) {
            while (true) {
                consumer.poll(Duration.ofSeconds(1)).forEach(this::take);
            }
        } catch (WakeupException closed) {
            // The test is over.
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().endsWith("turn-results")) {
            TurnFinished result = Json.read(record.value(), TurnFinished.class);
            results.putIfAbsent(result.turnId(), result);
        } else {
            ChunkHeaders.read(record.headers()).filter(event -> event.type() == EventType.STARTED)
                    .ifPresent(event -> starts.computeIfAbsent(event.turn(), turn -> new CopyOnWriteArrayList<>())
                            .add(record.timestamp()));
        }
    }

    void close() throws InterruptedException {
        consumer.wakeup();
        reader.join();
        producer.close();
    }
}
