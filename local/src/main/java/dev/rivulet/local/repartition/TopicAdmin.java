package dev.rivulet.local.repartition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The questions and orders to a cluster that copying takes. Blocks. Throws {@link RepartitionException} when Kafka
 * refuses or does not respond.
 */
record TopicAdmin(Admin admin) {

    private static final Duration APPEARING = Duration.ofSeconds(30);
    private static final long POLL_MS = 20;

    /** Returns those of the topics that exist, by name. */
    Map<String, TopicDescription> describe(Collection<String> names) throws InterruptedException {
        Map<String, TopicDescription> found = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : admin.describeTopics(names).topicNameValues()
                .entrySet()) {
            try {
                found.put(topic.getKey(), topic.getValue().get());
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw refused(failure);
                }
            }
        }
        return found;
    }

    /** Returns the number of partitions of a topic; 0 if it does not exist. */
    int partitions(String topic) throws InterruptedException {
        return Optional.ofNullable(describe(List.of(topic)).get(topic)).map(is -> is.partitions().size()).orElse(0);
    }

    /** Returns all settings of a topic. */
    Config settings(String topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return get(admin.describeConfigs(List.of(resource)).values().get(resource));
    }

    /** Creates topics, and returns when they are known. */
    void create(Collection<NewTopic> topics) throws InterruptedException {
        get(admin.createTopics(topics).all());
        awaitPartitions(topics.stream().collect(Collectors.toMap(NewTopic::name, NewTopic::numPartitions)));
    }

    /** Deletes those of the topics that exist, and returns when they are gone. */
    void delete(Collection<String> names) throws InterruptedException {
        Collection<String> present = describe(names).keySet();
        get(admin.deleteTopics(present).all());
        awaitPartitions(present.stream().collect(Collectors.toMap(name -> name, name -> 0)));
    }

    /** Adds partitions to a topic that has fewer. */
    void grow(String topic, int partitions) throws InterruptedException {
        get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
        awaitPartitions(Map.of(topic, partitions));
    }

    private void awaitPartitions(Map<String, Integer> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + APPEARING.toNanos();
        while (true) {
            Map<String, TopicDescription> found = describe(wanted.keySet());
            if (wanted.entrySet().stream().allMatch(topic -> topic.getValue() == Optional
                    .ofNullable(found.get(topic.getKey())).map(is -> is.partitions().size()).orElse(0))) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new RepartitionException("Kafka does not carry out what it was told about " + wanted.keySet());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    /** Returns how large a record of a topic may be. */
    int maxBytes(String topic) throws InterruptedException {
        return Integer.parseInt(settings(topic).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
    }

    /** Sets how large a record of a topic may be. */
    void setMaxBytes(String topic, int bytes) throws InterruptedException {
        get(admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(
                        new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes)),
                        AlterConfigOp.OpType.SET))))
                .all());
    }

    /** Returns the offsets of a topic's partitions, in their order. */
    List<Long> offsets(String topic, OffsetSpec which) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = IntStream.range(0, partitions(topic)).boxed()
                .collect(Collectors.toMap(number -> new TopicPartition(topic, number), number -> which));
        var answers = get(admin.listOffsets(asked).all());
        List<Long> offsets = new ArrayList<>();
        for (int number = 0; number < asked.size(); number++) {
            offsets.add(answers.get(new TopicPartition(topic, number)).offset());
        }
        return offsets;
    }

    /** Returns what a group has committed. */
    Map<TopicPartition, OffsetAndMetadata> committed(String group) throws InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw refused(failure);
        }
    }

    /** Commits offsets for a group without members. */
    void commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets) throws InterruptedException {
        get(admin.alterConsumerGroupOffsets(group, offsets).all());
    }

    /** Returns whether a group has members. */
    boolean hasMembers(String group) throws InterruptedException {
        try {
            return !admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get().members()
                    .isEmpty();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw refused(failure);
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw refused(failure);
        }
    }

    private static RepartitionException refused(ExecutionException failure) {
        return new RepartitionException("Kafka refuses, or does not answer: " + failure.getCause().getMessage());
    }
}
