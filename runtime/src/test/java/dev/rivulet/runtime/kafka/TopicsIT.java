package dev.rivulet.runtime.kafka;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.testkit.kafka.EmbeddedKafka;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each test has topics of its own, by prefix, on one broker. */
class TopicsIT {

    private static final long TIMEOUT_S = 30;

    private static EmbeddedKafka kafka;
    private static KafkaClients clients;
    private static Admin admin;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start();
        clients = Settings.kafka("bootstrap-servers", kafka.bootstrapServers(), "startup-max-backoff", "100ms");
        admin = clients.admin("test");
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void missingTopicsAreCreatedAsPlanned() throws Exception {
        TopicsConfig config = Settings.topics("prefix", "new-", "partitions", "3", "chunk-events-retention", "1h");
        Topics topics = ClusterStart.await(clients, config);
        assertThat(topics).isEqualTo(new Topics("new-", 3));
        TopicPlan plan = new TopicPlan(config, 1, 3);
        for (Topic topic : Topic.values()) {
            NewTopic planned = plan.creation(topic);
            assertThat(described(topics.name(topic)).partitions()).as(planned.name())
                    .hasSize(planned.numPartitions());
            Config settings = settings(topics.name(topic));
            planned.configs().forEach((name, value) -> assertThat(settings.get(name).value()).as(name)
                    .isEqualTo(value));
        }
    }

    /** What is read whole into memory must not be larger there than the topic's limit. */
    @Test
    void aCompressedRecordThatIsLargerThanItsTopicsLimitIsRefused() throws Exception {
        Topics topics = ClusterStart.await(clients, Settings.topics("prefix", "bomb-", "max-record-bytes", "1m"));
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers(), "compression.type", "gzip",
                "max.request.size", 64 << 20);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Topic topic : List.of(Topic.PROMPT_REQUESTS, Topic.TURN_RESULTS, Topic.WORKER_HEARTBEATS)) {
                assertThatThrownBy(() -> producer
                        .send(new ProducerRecord<>(topics.name(topic), new byte[1], new byte[20 << 20]))
                        .get(TIMEOUT_S, TimeUnit.SECONDS)).as("%s", topic)
                        .hasCauseInstanceOf(RecordTooLargeException.class);
            }
        }
    }

    @Test
    void anOperatorsTopicThatTakesCompressedRecordsIsSaid() throws Exception {
        create(fit("dense-prompt-requests", Map.of()));
        try (CapturedLog log = new CapturedLog(TopicSetup.class)) {
            started(clients, "dense-");
            assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN a topic takes compressed records"))
                    .singleElement().asString().contains("dense-prompt-requests");
        }
    }

    @Test
    void partitionsAndCopiesGoWithTheBrokersThatThereAre() throws Exception {
        Topics topics = ClusterStart.await(clients, Settings.topics("prefix", "copies-", "replication-factor", "3"));
        assertThat(described(topics.name(Topic.PROMPT_REQUESTS)).partitions())
                .hasSize(TopicsConfig.PARTITIONS_PER_BROKER)
                .allMatch(partition -> partition.replicas().size() == 1);
    }

    /** Even when they are configured differently, as in the middle of a roll-out. */
    @Test
    void processesThatStartAtOnceAgree() throws Exception {
        int processes = 4;
        CyclicBarrier together = new CyclicBarrier(processes);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                CapturedLog log = new CapturedLog(TopicSetup.class)) {
            List<Future<Topics>> starts = new ArrayList<>();
            for (int i = 1; i <= processes; i++) {
                TopicsConfig config = Settings.topics("prefix", "race-", "partitions", Integer.toString(i));
                starts.add(executor.submit(() -> {
                    together.await(TIMEOUT_S, TimeUnit.SECONDS);
                    return ClusterStart.await(clients, config);
                }));
            }
            Set<Topics> agreed = new HashSet<>();
            for (Future<Topics> start : starts) {
                agreed.add(start.get(TIMEOUT_S, TimeUnit.SECONDS));
            }
            assertThat(agreed).hasSize(1);
            assertThat(log.lines()).as("each topic is created once")
                    .filteredOn(line -> line.startsWith("INFO topic created")).hasSize(Topic.values().length);
        }
    }

    @Test
    void topicsThatAreThereDecideTheNumberOfPartitions() throws Exception {
        create(fit("kept-prompt-requests", 5, Map.of()), fit("kept-turn-results", 5, Map.of()));
        Topics topics = ClusterStart.await(clients, Settings.topics("prefix", "kept-", "partitions", "2"));
        assertThat(topics.partitions()).isEqualTo(5);
        assertThat(described(topics.name(Topic.CHUNK_EVENTS)).partitions()).hasSize(5);
        assertThat(ClusterStart.await(clients, Settings.topics("prefix", "kept-"))).isEqualTo(topics);
    }

    @Test
    void unequalNumbersOfPartitionsStopTheProcess() throws Exception {
        create(new NewTopic("odd-prompt-requests", 2, (short) 1), new NewTopic("odd-chunk-events", 3, (short) 1));
        assertUnfit("odd-", "topic odd-prompt-requests has 2 partitions and topic odd-chunk-events has 3;"
                + " they must have the same number, so that a session's records meet in one place");
    }

    @Test
    void timestampsOfTheBrokerStopTheProcess() throws Exception {
        create(new NewTopic("late-chunk-events", 2, (short) 1)
                .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime")));
        assertUnfit("late-", "topic late-chunk-events has message.timestamp.type=LogAppendTime;"
                + " turns can only be found with CreateTime");
    }

    @Test
    void compactionOfASessionsRecordsStopsTheProcess() throws Exception {
        create(new NewTopic("small-turn-results", 2, (short) 1)
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete")));
        assertUnfit("small-", "topic small-turn-results has cleanup.policy=compact,delete;"
                + " compaction would keep one record of each session");
    }

    @Test
    void recordsThatATopicDoesNotTakeStopTheProcess() throws Exception {
        create(fit("tight-turn-results", Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "10000")));
        assertUnfit("tight-", "topic tight-turn-results has max.message.bytes=10000 and"
                + " rivulet.topics.max-record-bytes is 8388608; raise the topic's, or lower the setting");
    }

    @Test
    void deadLettersThatATopicDoesNotTakeStopTheProcess() throws Exception {
        create(fit("buried-dead-letters", Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "10000")));
        assertUnfit("buried-", "topic buried-dead-letters has max.message.bytes=10000 and"
                + " rivulet.topics.max-record-bytes is 8388608; raise the topic's, or lower the setting");
    }

    @Test
    void aShorterRetentionThanWantedStopsTheProcess() throws Exception {
        create(fit("short-chunk-events", Map.of(TopicConfig.RETENTION_MS_CONFIG, "60000")));
        assertUnfit("short-", "topic short-chunk-events has retention.ms=60000 and"
                + " rivulet.topics.chunk-events-retention is 21600000 ms; raise the topic's, or lower the setting");
    }

    @Test
    void timestampsAheadThatATopicRefusesStopTheProcess() throws Exception {
        create(fit("strict-chunk-events", Map.of(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, "60000")));
        assertUnfit("strict-", "topic strict-chunk-events has message.timestamp.after.max.ms=60000; it must be 1800000"
                + " or more, because a turn's records carry the time of its id, which may be ahead");
    }

    @Test
    void anOperatorsTopicsThatAreLargerAndKeptForEverFit() throws Exception {
        create(fit("ample-chunk-events", Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "20000000")));
        assertThat(started(clients, "ample-").partitions()).isEqualTo(2);
    }

    @Test
    void anotherNumberOfPartitionsThanConfiguredIsUsedAndSaid() throws Exception {
        create(fit("five-prompt-requests", 5, Map.of()));
        try (CapturedLog log = new CapturedLog(TopicSetup.class)) {
            assertThat(started(clients, "five-").partitions()).isEqualTo(5);
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN the topics have another number"));
        }
    }

    @Test
    void whoLeavesTheDefaultIsNotToldThatTopicsHaveAnotherNumber() throws Exception {
        create(fit("twelve-prompt-requests", 12, Map.of()));
        try (CapturedLog log = new CapturedLog(TopicSetup.class)) {
            assertThat(ClusterStart.await(clients, Settings.topics("prefix", "twelve-")).partitions()).isEqualTo(12);
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN the topics have another number"));
        }
    }

    @Test
    void anExistingChangelogTakesWhatTheLimitsOfAWorkerAllow() throws Exception {
        create(new NewTopic("grown-changelog", 2, (short) 1)
                .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "10000")));
        TopicsConfig config = Settings.topics("prefix", "grown-", "partitions", "2");

        ClusterStart.await(clients, config, Map.of("grown-changelog", 20_000, "grown-missing", 20_000));
        await().until(() -> bytes("grown-changelog").equals("20000"));
        ClusterStart.await(clients, config, Map.of("grown-changelog", 5_000));

        assertThat(bytes("grown-changelog")).isEqualTo("20000");
        assertThat(settings("grown-changelog").get(TopicConfig.COMPRESSION_TYPE_CONFIG).value())
                .isEqualTo("uncompressed");
    }

    private static String bytes(String topic) throws Exception {
        return settings(topic).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
    }

    @Test
    void heartbeatsInMoreThanOnePartitionStopTheProcess() throws Exception {
        create(new NewTopic("beats-worker-heartbeats", 2, (short) 1));
        assertUnfit("beats-", "topic beats-worker-heartbeats has 2 partitions; it must have one");
    }

    @Test
    void aProcessThatStartsBeforeKafkaWaitsForItAndSaysSo() throws Exception {
        KafkaClients impatient = Settings.kafka("bootstrap-servers", kafka.bootstrapServers(), "request-timeout",
                "500ms", "startup-max-backoff", "100ms");
        kafka.stopBroker(0);
        try (CapturedLog log = new CapturedLog(ClusterStart.class)) {
            CompletableFuture<Topics> start = CompletableFuture.supplyAsync(() -> started(impatient, "early-"));
            await().until(() -> !log.lines().isEmpty());
            assertThat(log.lines().getFirst()).startsWith("WARN Kafka cannot be reached")
                    .contains(kafka.bootstrapServers());
            assertThat(start).isNotDone();
            kafka.startBroker(0);
            assertThat(start.get(TIMEOUT_S, TimeUnit.SECONDS).name(Topic.CHUNK_EVENTS)).isEqualTo("early-chunk-events");
        } finally {
            kafka.startBroker(0);
        }
    }

    private static Topics started(KafkaClients clients, String prefix) {
        try {
            return ClusterStart.await(clients, Settings.topics("prefix", prefix, "partitions", "2"));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void assertUnfit(String prefix, String sentence) {
        assertThatThrownBy(() -> started(clients, prefix)).isInstanceOf(UnfitTopicException.class)
                .hasMessage(sentence);
    }

    private static NewTopic fit(String name, Map<String, String> settings) {
        return fit(name, 2, settings);
    }

    /** A topic that an operator created to fit, but for these settings. */
    private static NewTopic fit(String name, int partitions, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "8388608"));
        all.putAll(settings);
        return new NewTopic(name, partitions, (short) 1).configs(all);
    }

    private static void create(NewTopic... topics) throws Exception {
        admin.createTopics(List.of(topics)).all().get(TIMEOUT_S, TimeUnit.SECONDS);
    }

    private static TopicDescription described(String topic) throws Exception {
        return admin.describeTopics(List.of(topic)).topicNameValues().get(topic).get(TIMEOUT_S, TimeUnit.SECONDS);
    }

    private static Config settings(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).values().get(resource).get(TIMEOUT_S, TimeUnit.SECONDS);
    }
}
