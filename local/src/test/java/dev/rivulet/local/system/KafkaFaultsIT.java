package dev.rivulet.local.system;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.topic.SessionPartition;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.testkit.guarantee.GuaranteeReport;
import dev.rivulet.testkit.guarantee.ObservedTurn;
import dev.rivulet.testkit.guarantee.TurnEvent;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import dev.rivulet.testkit.kafka.EmbeddedKafkaOptions;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.sse.SseStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Three brokers of which one leaves in an orderly way, as in a rolling upgrade, while turns run. Brokers that are
 * killed are in {@code ChaosIT}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaFaultsIT {

    private static final int TURNS = 12;
    private static final String SLOW = "slow";
    private static final String TEXT = "the river runs to the sea ".repeat(30);
    private static final int PARTITIONS = 12;

    private final EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.temporary().withBrokers(3));
    private TestSystem system;
    private Admin admin;

    @BeforeAll
    void start() throws InterruptedException {
        system = new TestSystem(kafka.bootstrapServers(), 2, 1, Map.of());
        system.answer(SLOW, Script.of(TEXT).withTiming(Duration.ZERO, Duration.ofMillis(50)));
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterAll
    void stop() {
        admin.close();
        system.close();
        kafka.close();
    }

    @Test
    void everyTopicHasThreeCopiesOfWhichTwoMustTakeARecord() throws Exception {
        List<String> names = topicNames();
        assertThat(names).anyMatch(name -> name.endsWith("-changelog"));
        for (TopicDescription topic : admin.describeTopics(names).allTopicNames().get().values()) {
            assertThat(topic.partitions()).as(topic.name())
                    .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(3));
        }
        List<ConfigResource> resources = names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        assertThat(admin.describeConfigs(resources).all().get().values()).allSatisfy(
                config -> assertThat(config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value()).isEqualTo("2"));
    }

    @Test
    void losingTheLeaderOfRunningTurnsLosesNothingAndEndsNoTurn() throws Exception {
        int partition = SessionPartition.of(new SessionId(session("leader", 0)), PARTITIONS);
        String topic = Topic.CHUNK_EVENTS.named("");
        int leader = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().get(partition)
                .leader().id();
        turnsOutlive("leader", leader);
    }

    @Test
    void losingTheControllerLosesNothingAndEndsNoTurn() throws Exception {
        turnsOutlive("controller", admin.describeMetadataQuorum().quorumInfo().get().leaderId());
    }

    private void turnsOutlive(String name, int broker) throws Exception {
        List<SseStream> running = turns(name, 0);
        await().until(() -> running.stream().allMatch(this::hasText));
        kafka.stopBroker(broker);
        List<SseStream> later = turns(name, TURNS);
        try {
            assertThat(running).as("still running without the broker").allMatch(stream -> !hasEnded(stream));
            check(running);
            check(later);
        } finally {
            kafka.startBroker(broker);
            await().until(this::inSync);
        }
    }

    private List<SseStream> turns(String name, int from) {
        return IntStream.range(from, from + TURNS)
                .mapToObj(i -> system.client(0).stream(session(name, i), SLOW)).toList();
    }

    private static String session(String name, int number) {
        return name + "-" + number;
    }

    private boolean hasText(SseStream stream) {
        return stream.events().stream().anyMatch(event -> event.type().equals("delta"));
    }

    private boolean hasEnded(SseStream stream) {
        return ObservedTurn.of("turn", stream.events()).terminal().isPresent();
    }

    private static void check(List<SseStream> streams) {
        GuaranteeReport report = new GuaranteeReport();
        for (SseStream stream : streams) {
            ObservedTurn turn = TestSystem.observe(stream);
            report.check(turn);
            assertThat(turn.terminal()).get().isInstanceOf(TurnEvent.Done.class);
            assertThat(turn.newestAttempt()).isEqualTo(1);
            assertThat(turn.text()).isEqualTo(TEXT);
        }
        assertThat(report.examples()).isEmpty();
    }

    private boolean inSync() throws InterruptedException, ExecutionException {
        return admin.describeTopics(topicNames()).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition -> partition.isr().size() == partition.replicas().size());
    }

    /** Rivulet's own, and those of its Kafka Streams application. */
    private List<String> topicNames() throws InterruptedException, ExecutionException {
        List<String> own = Arrays.stream(Topic.values()).map(topic -> topic.named("")).toList();
        return admin.listTopics().names().get().stream()
                .filter(name -> own.contains(name) || name.startsWith("rivulet-worker-")).collect(Collectors.toList());
    }
}
