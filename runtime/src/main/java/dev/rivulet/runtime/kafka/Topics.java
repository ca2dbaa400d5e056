package dev.rivulet.runtime.kafka;

import dev.rivulet.schemas.topic.Topic;

/**
 * The names and the partition count of the topics in the cluster. {@link ClusterStart} makes sure that they exist.
 *
 * @param prefix in front of every name
 * @param partitions the number of partitions of each topic that is keyed by session
 * @param generation how often their sessions were copied from other topics; see
 *            {@link dev.rivulet.schemas.topic.Generation}
 */
public record Topics(String prefix, int partitions, int generation) {

    /** Topics whose sessions were never copied. */
    public Topics(String prefix, int partitions) {
        this(prefix, partitions, 0);
    }

    public String name(Topic topic) {
        return topic.named(prefix);
    }
}
