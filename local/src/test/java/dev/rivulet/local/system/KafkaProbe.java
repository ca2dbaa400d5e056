package dev.rivulet.local.system;

import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.testkit.wait.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Looks into topics, and writes to them, as a backend that integrates over events does. */
final class KafkaProbe {

    private KafkaProbe() {}

    static void sendRaw(TestSystem system, String topic, String key, String value) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", system.bootstrapServers()),
                new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(system.topic(topic), key, value)).get();
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static TurnFinished result(TestSystem system, String session, String turn) {
        return Json.read(await(system, "turn-results",
                record -> session.equals(record.key()) && record.value().contains(turn)).value()
                .getBytes(StandardCharsets.UTF_8), TurnFinished.class);
    }

    /** The worker that opened the first turn of a session, which is the one that runs it. */
    static String firstOwner(TestSystem system, String session) {
        return new String(await(system, "chunk-events",
                record -> session.equals(record.key()) && record.headers().lastHeader("owner") != null).headers()
                .lastHeader("owner").value(), StandardCharsets.UTF_8);
    }

    static Map<String, String> headersOf(TestSystem system, String topic, String key) {
        return StreamSupport
                .stream(await(system, topic, record -> key.equals(record.key())).headers().spliterator(),
                        false)
                .collect(Collectors.toMap(header -> header.key(),
                        header -> new String(header.value(), StandardCharsets.UTF_8)));
    }

    static ConsumerRecord<String, String> await(TestSystem system, String topic,
            Predicate<ConsumerRecord<String, String>> wanted) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", system.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(system.topic(topic)).stream()
                    .map(KafkaProbe::partition)
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return Waiting.await().until(
                    () -> StreamSupport.stream(consumer.poll(Duration.ofMillis(200)).spliterator(), false)
                            .filter(wanted).findFirst(),
                    Optional::isPresent).orElseThrow();
        }
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }
}
