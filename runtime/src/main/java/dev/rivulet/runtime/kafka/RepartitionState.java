package dev.rivulet.runtime.kafka;

import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.schemas.topic.Generation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads whether an installation's number of partitions was changed, by {@code ./rivulet repartition} or otherwise. */
record RepartitionState(Admin admin, String prefix) {

    /**
     * Returns the generation of the topics.
     *
     * @throws TopicsNotFilledException when they are being filled
     */
    int generation() throws ExecutionException, InterruptedException {
        String topic = Generation.topic(prefix);
        Integer partitions = partitionsOf(List.of(topic)).get(topic);
        if (partitions == null) {
            return 0;
        }
        int generation = Generation.ofPartitions(partitions);
        if (generation == 0) {
            throw new TopicsNotFilledException(topic);
        }
        return generation;
    }

    /**
     * Checks that the changelogs have as many partitions as the topics.
     *
     * @throws UnfitTopicException when partitions were added to topics that have sessions
     */
    void requireChangelogs(int partitions) throws ExecutionException, InterruptedException {
        List<String> changelogs = Arrays.stream(Changelog.values()).map(changelog -> changelog.named(prefix)).toList();
        for (Map.Entry<String, Integer> changelog : partitionsOf(changelogs).entrySet()) {
            if (changelog.getValue() != partitions) {
                throw new UnfitTopicException("topic " + changelog.getKey() + " has " + changelog.getValue()
                        + " partitions and the topics have " + partitions + ": partitions were added to topics that"
                        + " have sessions, whose state is elsewhere now; ./rivulet repartition copies them into other"
                        + " topics");
            }
        }
    }

    /** Returns the number of partitions of those topics that exist, as far as this process may know of them. */
    private Map<String, Integer> partitionsOf(List<String> names) throws ExecutionException, InterruptedException {
        Map<String, Integer> partitions = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : admin.describeTopics(names).topicNameValues()
                .entrySet()) {
            try {
                partitions.put(topic.getKey(), topic.getValue().get().partitions().size());
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof UnknownTopicOrPartitionException
                        || failure.getCause() instanceof TopicAuthorizationException)) {
                    throw failure;
                }
            }
        }
        return partitions;
    }
}
