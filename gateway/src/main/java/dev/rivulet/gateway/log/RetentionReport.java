package dev.rivulet.gateway.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * How long Kafka keeps what it has of a session, by the topics' own settings as they are in the cluster. They are asked for
 * when they are needed, and not more often than once a minute. Thread-safe; blocks.
 */
public final class RetentionReport {

    private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();
    private static final List<Topic> OF_SESSIONS = List.of(Topic.PROMPT_REQUESTS, Topic.CHUNK_EVENTS,
            Topic.TURN_RESULTS, Topic.DEAD_LETTERS);

    private final Admin admin;
    private final List<String> topics;
    private Map<String, Config> known; // this and the next guarded by this; null before the first question
    private long askedAt; // System.nanoTime

    /**
     * What a topic still has of a session that was forgotten.
     *
     * @param until when the last of it is deleted at the latest (RFC 3339); null when that is up to compaction, or never
     *     happens
     * @param policy Kafka's {@code cleanup.policy}
     */
    public record Remainder(String topic, @JsonInclude(JsonInclude.Include.ALWAYS) String until, String policy) {}

    RetentionReport(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = Stream
                .concat(OF_SESSIONS.stream().map(topics::name),
                        Stream.of(Changelog.values()).map(changelog -> changelog.named(topics.prefix())))
                .toList();
    }

    /**
     * Of what is written until now.
     *
     * @throws ProblemException {@code kafka_unavailable}
     */
    public List<Remainder> asOf(Instant now) {
        List<Remainder> remains = new ArrayList<>();
        settings().forEach((topic, config) -> remains.add(remainder(topic, config, now)));
        return remains;
    }

    private static Remainder remainder(String topic, Config config, Instant now) {
        String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        long retention = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
        if (!policy.contains(TopicConfig.CLEANUP_POLICY_DELETE) || retention < 0) {
            return new Remainder(topic, null, policy);
        }
        // Kafka drops whole segments, when the newest record in one is old enough; and one takes records for so long.
        long segment = Long.parseLong(config.get(TopicConfig.SEGMENT_MS_CONFIG).value());
        Instant until = now.plusMillis(retention).plusMillis(segment).truncatedTo(ChronoUnit.SECONDS);
        return new Remainder(topic, until.toString(), policy);
    }

    private synchronized Map<String, Config> settings() {
        if (known == null || System.nanoTime() - askedAt > FRESH_NANOS) {
            known = ask();
            askedAt = System.nanoTime();
        }
        return known;
    }

    private Map<String, Config> ask() {
        Map<ConfigResource, KafkaFuture<Config>> answers = admin.describeConfigs(topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic)).toList()).values();
        Map<String, Config> found = new LinkedHashMap<>();
        try {
            for (String topic : topics) {
                try {
                    found.put(topic, answers.get(new ConfigResource(ConfigResource.Type.TOPIC, topic)).get());
                } catch (ExecutionException failure) {
                    // Changelogs are not there before the first worker.
                    if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw ProblemException.kafkaUnavailable();
                    }
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw ProblemException.kafkaUnavailable();
        }
        return found;
    }
}
