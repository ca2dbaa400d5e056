package dev.rivulet.testkit.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes and reads text records of one topic with Kafka's clients. */
final class Records {

    static final Duration TIMEOUT = Duration.ofSeconds(20);

    private Records() {}

    static void createTopic(String servers, String topic, int partitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) -1))).all().get();
        }
    }

    static void write(String servers, String topic, int from, int to) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (var sent : IntStream.range(from, to)
                    .mapToObj(i -> producer.send(new ProducerRecord<>(topic, "key", "value-" + i))).toList()) {
                sent.get();
            }
        }
    }

    /** Reads from the beginning in a new group, until there are so many records or the time is up. */
    static List<String> read(String servers, String topic, int count) {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "group.id",
                "reader-" + System.nanoTime(), "auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    static List<String> expected(int count) {
        return IntStream.range(0, count).mapToObj(i -> "value-" + i).toList();
    }
}
