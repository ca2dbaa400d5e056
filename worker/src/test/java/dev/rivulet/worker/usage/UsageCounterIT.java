package dev.rivulet.worker.usage;

import static dev.rivulet.testkit.wait.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.UsageConfig;
import dev.rivulet.runtime.kafka.ClusterStart;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.schemas.usage.UsageTotal;
import dev.rivulet.testkit.kafka.SharedKafka;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each result is counted once, over counters that come, go and are lost. */
class UsageCounterIT {

    private static final String ALICE = "aaaaaaaaaaaaaaaaaaaaaa";
    private static final String BOB = "bbbbbbbbbbbbbbbbbbbbbb";

    private final String prefix = SharedKafka.newPrefix(UsageCounterIT.class);
    private final Config config = Config.of(Map.of("KAFKA_BOOTSTRAP_SERVERS", SharedKafka.bootstrapServers()),
            Map.of("rivulet.topics.prefix", prefix, "rivulet.topics.partitions", "3", "rivulet.usage.interval", "20ms",
                    "rivulet.usage.prices", "m=1/2", "rivulet.usage.max-sums", "3"));
    private final KafkaClients clients = new KafkaClients(config.section(KafkaConfig.class, KafkaConfig.PREFIX),
            "usage-it");
    private final UsageConfig settings = config.section(UsageConfig.class, UsageConfig.PREFIX);
    private Topics topics;
    private KafkaProducer<byte[], byte[]> producer;
    private int turns;

    @BeforeEach
    void start() throws InterruptedException {
        topics = ClusterStart.await(clients, config.section(TopicsConfig.class, TopicsConfig.PREFIX));
        producer = new KafkaProducer<>(clients.common("results"), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
    }

    @Test
    void resultsAreCountedOnceWhileCountersComeAndGo() {
        for (int i = 0; i < 3; i++) {
            int round = i;
            counting("one-" + round, () -> {
                write(ALICE, 20);
                awaitTurns(ALICE, 20 + round * 40L);
                counting("other-" + round, () -> {
                    write(ALICE, 20);
                    write(BOB, 1);
                    awaitTurns(ALICE, 40 + round * 40L);
                    awaitTurns(BOB, 1L + round);
                });
            });
        }
        assertThat(sum(ALICE)).isEqualTo(new Sum(120, 120 * 10L, 120 * 20L, new BigDecimal("0.006000")));
        assertThat(sum(BOB).turns()).isEqualTo(3);
    }

    @Test
    void aResultThatIsInTheLogTwiceIsCountedOnceAlsoByTheNextCounter() {
        TurnFinished twice = result(ALICE);
        send(twice);
        send(twice);
        counting("first", () -> awaitTurns(ALICE, 1));
        send(twice);
        write(BOB, 1);
        counting("second", () -> awaitTurns(BOB, 1));
        assertThat(sum(ALICE).turns()).isEqualTo(1);
    }

    @Test
    void whatIsNoResultStopsNothing() {
        for (String hostile : new String[]{null, "{\"x", "{\"sessionId\":\"s\",\"turnId\":1}", "[]", "null"}) {
            producer.send(new ProducerRecord<>(topics.name(Topic.TURN_RESULTS), 0, null,
                    hostile == null ? null : hostile.getBytes(UTF_8)));
        }
        write(ALICE, 10);
        counting("counter", () -> awaitTurns(ALICE, 10));
    }

    /** Does something while there is a counter, which is closed then. */
    private void counting(String worker, Runnable action) {
        UsageCounter counter = UsageCounter.start(clients, topics, settings, worker);
        try {
            action.run();
        } finally {
            counter.close();
        }
    }

    private void write(String owner, int results) {
        for (int i = 0; i < results; i++) {
            send(result(owner));
        }
        producer.flush();
    }

    private TurnFinished result(String owner) {
        TurnId turn = new TurnId(new UUID(System.currentTimeMillis() << 16 | 0x7000 | ++turns & 0xFFF, 1L << 63));
        return new TurnFinished(new SessionId(owner + "~s-" + turns), turn, 1, "w",
                new Outcome.Completed("stop", new Usage(10, 20, 30)), 1, "text", "m", "p", new Timings(1, null, 2))
                .by(new RequestedBy("rivulet|" + owner, null));
    }

    private void send(TurnFinished result) {
        producer.send(new ProducerRecord<>(topics.name(Topic.TURN_RESULTS), result.sessionId().keyBytes(),
                Json.write(result)));
    }

    private void awaitTurns(String owner, long expected) {
        await().untilAsserted(() -> assertThat(sum(owner).turns()).isEqualTo(expected));
    }

    private record Sum(long turns, long promptTokens, long completionTokens, BigDecimal cost) {}

    private Sum sum(String owner) {
        Map<String, UsageTotal> last = new HashMap<>();
        Map<String, Object> reading = clients.common("sums");
        reading.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topics.name(Topic.USAGE)).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    UsageTotal total = Json.read(record.value(), UsageTotal.class);
                    assertThat(new String(record.key(), UTF_8)).isEqualTo(total.key());
                    last.put(total.key(), total);
                });
            }
        }
        List<UsageTotal> own = last.values().stream().filter(total -> total.owner().equals(owner)).toList();
        return new Sum(own.stream().mapToLong(UsageTotal::turns).sum(),
                own.stream().mapToLong(UsageTotal::promptTokens).sum(),
                own.stream().mapToLong(UsageTotal::completionTokens).sum(),
                own.stream().map(total -> new BigDecimal(total.cost())).reduce(BigDecimal.ZERO, BigDecimal::add)
                        .setScale(6));
    }
}
