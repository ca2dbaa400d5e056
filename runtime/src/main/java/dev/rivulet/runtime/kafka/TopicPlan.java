package dev.rivulet.runtime.kafka;

import dev.rivulet.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The settings with which each topic is created. Pure.
 *
 * @param brokers the number of brokers, which bounds the replication factor
 * @param partitions of the topics that are keyed by session or by worker
 */
record TopicPlan(TopicsConfig config, int brokers, int partitions) {

    private static final long A_MINUTE = 60_000;
    private static final long A_DAY = 24 * 60 * A_MINUTE;
    /** Dead letters are few, and in no order. */
    private static final int MOST_FOR_DEAD_LETTERS = 4;

    NewTopic creation(Topic topic) {
        short replication = (short) Math.min(config.replicationFactor(), brokers);
        return new NewTopic(TopicsConfig.name(config, topic), partitionsOf(topic), replication)
                .configs(settings(topic, Integer.toString(Math.max(1, replication - 1))));
    }

    private int partitionsOf(Topic topic) {
        return switch (topic) {
            case WORKER_HEARTBEATS -> 1;
            case DEAD_LETTERS -> Math.min(partitions, MOST_FOR_DEAD_LETTERS);
            case PROMPT_REQUESTS, CHUNK_EVENTS, TURN_RESULTS, TURN_JOBS, USAGE -> partitions;
        };
    }

    private Map<String, String> settings(Topic topic, String minInSync) {
        Map<String, String> settings = new HashMap<>(kept(topic));
        settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, minInSync);
        if (topic.uncompressed()) {
            settings.put(TopicConfig.COMPRESSION_TYPE_CONFIG, Topic.UNCOMPRESSED);
        }
        return settings;
    }

    private Map<String, String> kept(Topic topic) {
        if (topic == Topic.WORKER_HEARTBEATS) {
            return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                    TopicConfig.SEGMENT_MS_CONFIG, Long.toString(10 * A_MINUTE));
        }
        long retention = retention(config, topic).toMillis();
        if (topic == Topic.USAGE) {
            return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
                    TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention),
                    TopicConfig.SEGMENT_MS_CONFIG, Long.toString(Math.min(A_DAY, segment(retention))));
        }
        return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention),
                TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segment(retention)),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(config.maxRecordBytes()),
                // A turn is found by the time index over the records' own timestamps (see TurnId).
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TopicRequirements.CREATE_TIME);
    }

    /**
     * Returns a segment's time, in milliseconds. Kafka deletes whole segments, so it is a small part of the retention,
     * but not so short that there are many files.
     */
    private static long segment(long retention) {
        return Math.max(1, Math.max(retention / 12, Math.min(A_MINUTE, retention / 2)));
    }

    /** Returns how long records of a topic are to be kept. */
    static Duration retention(TopicsConfig config, Topic topic) {
        return switch (topic) {
            case PROMPT_REQUESTS -> config.promptRequestsRetention();
            case CHUNK_EVENTS -> config.chunkEventsRetention();
            case TURN_RESULTS -> config.turnResultsRetention();
            case DEAD_LETTERS -> config.deadLettersRetention();
            case TURN_JOBS -> config.turnJobsRetention();
            case USAGE -> config.usageRetention();
            case WORKER_HEARTBEATS -> throw new IllegalArgumentException("compacted");
        };
    }
}
