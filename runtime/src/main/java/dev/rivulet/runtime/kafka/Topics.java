package dev.rivulet.runtime.kafka;

import dev.rivulet.schemas.topic.Topic;

/**
 * The names and the partition count of the topics in the cluster. {@link ClusterStart} makes sure that they exist.
 *
 * @param prefix in front of every name
 * @param partitions the number of partitions of each topic that is keyed by session
 */
public record Topics(String prefix, int partitions) {

    public String name(Topic topic) {
        return topic.named(prefix);
    }
}
