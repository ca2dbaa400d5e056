package dev.rivulet.runtime.kafka;

import dev.rivulet.schemas.topic.Topic;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** How each topic is to be created. Pure. */
record TopicPlan(TopicsConfig config) {

    NewTopic creation(Topic topic, int brokers) {
        short replication = (short) Math.min(config.replicationFactor(), brokers);
        return new NewTopic(TopicsConfig.name(config, topic), partitions(topic), replication)
                .configs(settings(topic, replication));
    }

    int partitions(Topic topic) {
        return topic == Topic.WORKER_HEARTBEATS ? 1 : config.partitions();
    }

    private Map<String, String> settings(Topic topic, int replication) {
        String minInSync = Integer.toString(Math.max(1, replication - 1));
        if (topic == Topic.WORKER_HEARTBEATS) {
            return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                    TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, minInSync,
                    TopicConfig.SEGMENT_MS_CONFIG, "600000");
        }
        Duration retention = retention(topic);
        return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()),
                // Kafka drops whole segments: a segment must be much shorter than what is kept.
                TopicConfig.SEGMENT_MS_CONFIG, Long.toString(Math.max(60_000, retention.toMillis() / 12)),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(config.maxRecordBytes()),
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, minInSync,
                // A turn is found by the time index over the records' own timestamps (see TurnId).
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
    }

    private Duration retention(Topic topic) {
        return switch (topic) {
            case PROMPT_REQUESTS -> config.promptRequestsRetention();
            case CHUNK_EVENTS -> config.chunkEventsRetention();
            case TURN_RESULTS -> config.turnResultsRetention();
            case DEAD_LETTERS -> config.deadLettersRetention();
            case WORKER_HEARTBEATS -> throw new IllegalArgumentException("compacted");
        };
    }
}
