package dev.rivulet.worker;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything that is written to some topics from now on, read on a thread of its own. */
final class TopicTail implements AutoCloseable {

    /** The chunk events of a turn as readers see them, in the order of the log. */
    record Event(ChunkHeaders headers, ChunkEvent event, ConsumerRecord<byte[], byte[]> record) {}

    private final Map<String, List<ConsumerRecord<byte[], byte[]>>> records = new ConcurrentHashMap<>();
    private final Map<TurnId, List<Event>> events = new ConcurrentHashMap<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String chunkEvents;
    private final Thread thread;

    TopicTail(String bootstrapServers, String chunkEvents, List<String> others) {
        this.chunkEvents = chunkEvents;
        consumer = new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"), new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(Stream.concat(Stream.of(chunkEvents), others.stream())
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition())).toList());
        thread = Thread.ofPlatform().daemon().name("topic-tail").start(this::read);
    }

    private void read() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.topic().equals(chunkEvents)) {
                        ChunkHeaders.read(record.headers()).filter(headers -> headers.type().ofTurn())
                                .ifPresent(headers -> take(headers, record));
                    }
                    records.computeIfAbsent(record.topic(), topic -> new CopyOnWriteArrayList<>()).add(record);
                }
            }
        } catch (WakeupException closed) {
            // The test is over.
        }
    }

    private void take(ChunkHeaders headers, ConsumerRecord<byte[], byte[]> record) {
        events.computeIfAbsent(headers.turn(), turn -> new CopyOnWriteArrayList<>())
                .add(new Event(headers, Json.read(record.value(), headers.type().event()), record));
    }

    List<Event> events(TurnId turn) {
        return events.getOrDefault(turn, List.of());
    }

    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return records.getOrDefault(topic, List.of());
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
