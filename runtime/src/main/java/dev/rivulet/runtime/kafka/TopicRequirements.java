package dev.rivulet.runtime.kafka;

import dev.rivulet.schemas.topic.Topic;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/** Checks existing topics, whoever created them. Pure. */
final class TopicRequirements {

    static final String CREATE_TIME = "CreateTime";

    private TopicRequirements() {}

    /** @throws UnfitTopicException when a topic does not fit */
    static void check(Map<Topic, TopicDescription> found, Map<Topic, Config> settings) {
        TopicDescription reference = found.get(Topic.CHUNK_EVENTS);
        for (Topic topic : Topic.values()) {
            TopicDescription is = found.get(topic);
            if (topic.perSession()) {
                checkPartitions(is, reference);
                checkSettings(is, settings.get(topic));
            }
            if (topic == Topic.WORKER_HEARTBEATS && is.partitions().size() != 1) {
                throw new UnfitTopicException("topic " + is.name() + " has " + is.partitions().size()
                        + " partitions; it must have one");
            }
        }
    }

    private static void checkPartitions(TopicDescription is, TopicDescription reference) {
        if (is.partitions().size() != reference.partitions().size()) {
            throw new UnfitTopicException("topic " + is.name() + " has " + is.partitions().size()
                    + " partitions and topic " + reference.name() + " has " + reference.partitions().size()
                    + "; they must have the same number, so that a session's records meet in one place");
        }
    }

    private static void checkSettings(TopicDescription is, Config settings) {
        String timestamps = settings.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value();
        if (!CREATE_TIME.equals(timestamps)) {
            throw new UnfitTopicException("topic " + is.name() + " has message.timestamp.type=" + timestamps
                    + "; turns can only be found with " + CREATE_TIME);
        }
        String cleanup = settings.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (cleanup.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new UnfitTopicException("topic " + is.name() + " has cleanup.policy=" + cleanup
                    + "; compaction would keep one record of each session");
        }
    }
}
