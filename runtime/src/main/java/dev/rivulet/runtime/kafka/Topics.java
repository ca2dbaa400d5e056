package dev.rivulet.runtime.kafka;

import dev.rivulet.schemas.topic.Topic;

/**
 * The topics as they are in the cluster; {@link ClusterStart} makes sure of them.
 *
 * @param prefix in front of every name
 * @param partitions how many partitions the topics keyed by session have; equal for all of them
 */
public record Topics(String prefix, int partitions) {

    public String name(Topic topic) {
        return topic.named(prefix);
    }
}
