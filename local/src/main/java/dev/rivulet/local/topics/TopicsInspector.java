package dev.rivulet.local.topics;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.ConfigProblems;
import dev.rivulet.runtime.kafka.BootstrapServers;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.schemas.topic.Topic;
import dev.rivulet.worker.WorkerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Inspects an installation through Kafka only, without changing anything. */
public final class TopicsInspector {

    private static final Duration READ_LIMIT = Duration.ofSeconds(30);

    private TopicsInspector() {}

    /** @throws TopicsUnavailableException if the cluster does not answer, refuses, or has no topics of Rivulet */
    public static TopicsReport of(Config config) throws InterruptedException {
        ConfigProblems problems = new ConfigProblems();
        KafkaConfig kafka = problems.read(() -> config.section(KafkaConfig.class, KafkaConfig.PREFIX));
        TopicsConfig topics = problems.read(() -> config.section(TopicsConfig.class, TopicsConfig.PREFIX));
        WorkerConfig worker = problems.read(() -> config.section(WorkerConfig.class, WorkerConfig.PREFIX));
        problems.throwIfAny();
        BootstrapServers.requireResolvable(kafka);
        KafkaClients clients = new KafkaClients(kafka, "rivulet-topics");
        String prefix = topics.namePrefix().orElse("");
        Duration deadAfter = worker.heartbeatInterval().multipliedBy(worker.missedHeartbeats());
        String servers = clients.config().bootstrapServers();
        try (Admin admin = clients.admin("admin")) {
            Set<String> present = admin.listTopics().names().get();
            List<String> wanted = new ArrayList<>();
            for (Topic topic : Topic.values()) {
                wanted.add(topic.named(prefix));
            }
            if (wanted.stream().noneMatch(present::contains)) {
                throw new TopicsUnavailableException("Kafka at " + servers + " has no topics of Rivulet"
                        + (prefix.isEmpty() ? "" : " with the prefix " + prefix) + ".");
            }
            for (Changelog state : Changelog.values()) {
                wanted.add(state.named(prefix));
            }
            wanted.retainAll(present);
            String group = Changelog.application(prefix);
            Set<String> read = Set.of(Topic.PROMPT_REQUESTS.named(prefix), Topic.TURN_RESULTS.named(prefix));
            List<TopicStats> stats = new TopicStatsReader(admin).stats(wanted, group, read);
            try (KafkaConsumer<byte[], byte[]> consumer = consumer(clients)) {
                TopicReader reader = new TopicReader(consumer, present, READ_LIMIT);
                return new TopicsReport(servers, stats, group,
                        new ActiveTurnCounter(reader).count(Changelog.ACTIVE_TURNS.named(prefix)),
                        new WorkerStatsReader(reader).workers(Topic.WORKER_HEARTBEATS.named(prefix), deadAfter));
            }
        } catch (ExecutionException | KafkaException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new TopicsUnavailableException("Kafka at " + servers + " does not answer: " + cause.getMessage()
                    + " (KAFKA_BOOTSTRAP_SERVERS names another.)");
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaClients clients) {
        Map<String, Object> settings = clients.common("reader");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
