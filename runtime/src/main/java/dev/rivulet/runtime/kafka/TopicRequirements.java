package dev.rivulet.runtime.kafka;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Checks existing topics, whoever created them, against what the configuration relies on. Pure.
 *
 * @param config of this process; another may have another
 */
record TopicRequirements(TopicsConfig config) {

    static final String CREATE_TIME = "CreateTime";

    /** Records are stamped up to {@link TurnId#MAX_LEAD} ahead; the rest is for the clock of the broker. */
    private static final Duration LEAST_TIME_AHEAD = TurnId.MAX_LEAD.plusMinutes(10);

    /** @throws UnfitTopicException when a topic does not fit */
    void check(Map<Topic, TopicDescription> found, Map<Topic, Config> settings) {
        TopicDescription reference = found.get(Topic.CHUNK_EVENTS);
        for (Topic topic : Topic.values()) {
            TopicDescription is = found.get(topic);
            if (topic == Topic.WORKER_HEARTBEATS) {
                checkHeartbeats(is);
                continue;
            }
            Config has = settings.get(topic);
            if (topic == Topic.USAGE) {
                if (has.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
                    checkRetention(topic, is.name(), has);
                }
                continue;
            }
            if (topic.perSession()) {
                checkPartitions(is, reference);
                checkTimestamps(is.name(), has);
            }
            checkCleanup(is.name(), has);
            checkSize(is.name(), has);
            checkRetention(topic, is.name(), has);
        }
    }

    /** Returns the topics whose records can be larger in memory than their limit says. */
    static List<String> compressed(Map<Topic, TopicDescription> found, Map<Topic, Config> settings) {
        return found.keySet().stream().filter(Topic::uncompressed)
                .filter(topic -> !isUncompressed(settings.get(topic))).map(topic -> found.get(topic).name()).toList();
    }

    static boolean isUncompressed(Config has) {
        return has.get(TopicConfig.COMPRESSION_TYPE_CONFIG).value().equals(Topic.UNCOMPRESSED);
    }

    private static void checkHeartbeats(TopicDescription is) {
        if (is.partitions().size() != 1) {
            throw new UnfitTopicException("topic " + is.name() + " has " + is.partitions().size()
                    + " partitions; it must have one");
        }
    }

    private static void checkPartitions(TopicDescription is, TopicDescription reference) {
        if (is.partitions().size() != reference.partitions().size()) {
            throw new UnfitTopicException("topic " + is.name() + " has " + is.partitions().size()
                    + " partitions and topic " + reference.name() + " has " + reference.partitions().size()
                    + "; they must have the same number, so that a session's records meet in one place");
        }
    }

    private static void checkTimestamps(String topic, Config has) {
        String type = has.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value();
        if (!CREATE_TIME.equals(type)) {
            throw new UnfitTopicException("topic " + topic + " has message.timestamp.type=" + type
                    + "; turns can only be found with " + CREATE_TIME);
        }
        // Brokers before 3.6 do not have it, and refuse no timestamp.
        ConfigEntry ahead = has.get(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG);
        if (ahead != null && Long.parseLong(ahead.value()) < LEAST_TIME_AHEAD.toMillis()) {
            throw new UnfitTopicException("topic " + topic + " has message.timestamp.after.max.ms=" + ahead.value()
                    + "; it must be " + LEAST_TIME_AHEAD.toMillis()
                    + " or more, because a turn's records carry the time of its id, which may be ahead");
        }
    }

    private static void checkCleanup(String topic, Config has) {
        String cleanup = has.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (cleanup.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new UnfitTopicException("topic " + topic + " has cleanup.policy=" + cleanup
                    + "; compaction would keep one record of each session");
        }
    }

    private void checkSize(String topic, Config has) {
        long bytes = Long.parseLong(has.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
        if (bytes == 0) {
            throw new UnfitTopicException("topic " + topic + " is closed (max.message.bytes=0): ./rivulet repartition"
                    + " copied its sessions, or has begun to; set rivulet.topics.prefix to that of the new topics");
        }
        if (bytes < config.maxRecordBytes()) {
            throw new UnfitTopicException("topic " + topic + " has max.message.bytes=" + bytes
                    + " and rivulet.topics.max-record-bytes is " + config.maxRecordBytes()
                    + "; raise the topic's, or lower the setting");
        }
    }

    private void checkRetention(Topic topic, String name, Config has) {
        long kept = Long.parseLong(has.get(TopicConfig.RETENTION_MS_CONFIG).value());
        long wanted = TopicPlan.retention(config, topic).toMillis();
        if (kept >= 0 && kept < wanted) {
            throw new UnfitTopicException("topic " + name + " has retention.ms=" + kept + " and rivulet.topics."
                    + topic.named("") + "-retention is " + wanted + " ms; raise the topic's, or lower the setting");
        }
    }
}
