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
 * Reports how long Kafka keeps the records of a session, by the settings that the topics have in the cluster. The
 * settings are read when they are needed, at most once a minute. Thread-safe. Blocks.
 */
public final class RetentionReport {

    private static final long MAX_AGE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final List<Topic> SESSION_TOPICS = List.of(Topic.PROMPT_REQUESTS, Topic.CHUNK_EVENTS,
            Topic.TURN_RESULTS, Topic.DEAD_LETTERS);

    private final Admin admin;
    private final List<String> topics;
    private Map<String, Config> settings; // by topic; null until read; this and the next field guarded by this
    private long fetchedAt; // System.nanoTime

    /**
     * How long a topic keeps the records that it has of a session.
     *
     * @param until the latest time at which the last of them is deleted (RFC 3339); null if that depends on compaction,
     *     or never happens
     * @param policy Kafka's {@code cleanup.policy} of the topic
     */
    public record TopicRetention(String topic, @JsonInclude(JsonInclude.Include.ALWAYS) String until, String policy) {}

    RetentionReport(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = Stream
                .concat(SESSION_TOPICS.stream().map(topics::name),
                        Stream.of(Changelog.values()).map(changelog -> changelog.named(topics.prefix())))
                .toList();
    }

    /**
     * Returns how long each topic keeps the records that were written until now.
     *
     * @throws ProblemException {@code kafka_unavailable}
     */
    public List<TopicRetention> asOf(Instant now) {
        List<TopicRetention> retentions = new ArrayList<>();
        settings().forEach((topic, config) -> retentions.add(retention(topic, config, now)));
        return retentions;
    }

    private static TopicRetention retention(String topic, Config config, Instant now) {
        String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        long retention = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
        if (!policy.contains(TopicConfig.CLEANUP_POLICY_DELETE) || retention < 0) {
            return new TopicRetention(topic, null, policy);
        }
        // Kafka deletes a whole segment when its newest record is old enough, and a segment is written to for so long.
        long segment = Long.parseLong(config.get(TopicConfig.SEGMENT_MS_CONFIG).value());
        Instant until = now.plusMillis(retention).plusMillis(segment).truncatedTo(ChronoUnit.SECONDS);
        return new TopicRetention(topic, until.toString(), policy);
    }

    private synchronized Map<String, Config> settings() {
        if (settings == null || System.nanoTime() - fetchedAt > MAX_AGE_NANOS) {
            settings = fetchSettings();
            fetchedAt = System.nanoTime();
        }
        return settings;
    }

    private Map<String, Config> fetchSettings() {
        Map<ConfigResource, KafkaFuture<Config>> responses = admin.describeConfigs(topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic)).toList()).values();
        Map<String, Config> fetched = new LinkedHashMap<>();
        try {
            for (String topic : topics) {
                try {
                    fetched.put(topic, responses.get(new ConfigResource(ConfigResource.Type.TOPIC, topic)).get());
                } catch (ExecutionException failure) {
                    // Changelog topics do not exist before the first worker has started.
                    if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw ProblemException.kafkaUnavailable();
                    }
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw ProblemException.kafkaUnavailable();
        }
        return fetched;
    }
}
