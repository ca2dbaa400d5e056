package dev.rivulet.runtime.kafka;

import dev.rivulet.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics as they are in the cluster, after the missing ones were created.
 *
 * @param prefix in front of every name
 * @param partitions how many partitions the topics keyed by session have; equal for all of them
 */
public record Topics(String prefix, int partitions) {

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    public String name(Topic topic) {
        return topic.named(prefix);
    }

    /**
     * Creates what is missing and checks what is there.
     *
     * @throws UnfitTopicException when an existing topic cannot serve; the message is a sentence for the operator
     * @throws ExecutionException when the cluster did not answer
     */
    static Topics ensure(Admin admin, TopicsConfig config) throws ExecutionException, InterruptedException {
        TopicPlan plan = new TopicPlan(config);
        Map<Topic, TopicDescription> found = describe(admin, config);
        List<NewTopic> missing = new ArrayList<>();
        int brokers = admin.describeCluster().nodes().get().size();
        // Topics that are there decide the partition count of those that are not.
        int partitions = found.entrySet().stream().filter(entry -> entry.getKey().perSession())
                .mapToInt(entry -> entry.getValue().partitions().size()).findFirst().orElse(config.partitions());
        for (Topic topic : Topic.values()) {
            if (!found.containsKey(topic)) {
                NewTopic creation = plan.creation(topic, brokers);
                missing.add(topic.perSession()
                        ? new NewTopic(creation.name(), partitions, creation.replicationFactor())
                                .configs(creation.configs())
                        : creation);
            }
        }
        if (!missing.isEmpty()) {
            create(admin, missing);
            found = awaitAll(admin, config);
        }
        check(found, timestampTypes(admin, found));
        return new Topics(config.namePrefix().orElse(""), found.get(Topic.CHUNK_EVENTS).partitions().size());
    }

    private static void create(Admin admin, List<NewTopic> missing) throws ExecutionException, InterruptedException {
        for (Map.Entry<String, KafkaFuture<Void>> creation : admin.createTopics(missing).values().entrySet()) {
            try {
                creation.getValue().get();
                LOG.atInfo().addKeyValue("topic", creation.getKey()).log("topic created");
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof TopicExistsException)) {
                    throw failure;
                }
                // Another process that starts at the same time was faster.
            }
        }
    }

    /** A created topic takes a moment to be known to every broker. */
    private static Map<Topic, TopicDescription> awaitAll(Admin admin, TopicsConfig config)
            throws ExecutionException, InterruptedException {
        Map<Topic, TopicDescription> found = describe(admin, config);
        for (int i = 0; i < 100 && found.size() < Topic.values().length; i++) {
            Thread.sleep(50);
            found = describe(admin, config);
        }
        if (found.size() < Topic.values().length) {
            throw new ExecutionException(new UnknownTopicOrPartitionException("created topics did not appear"));
        }
        return found;
    }

    private static Map<Topic, TopicDescription> describe(Admin admin, TopicsConfig config)
            throws ExecutionException, InterruptedException {
        List<String> names = Arrays.stream(Topic.values()).map(topic -> TopicsConfig.name(config, topic)).toList();
        Map<String, KafkaFuture<TopicDescription>> descriptions = admin.describeTopics(names).topicNameValues();
        Map<Topic, TopicDescription> found = new EnumMap<>(Topic.class);
        for (Topic topic : Topic.values()) {
            try {
                found.put(topic, descriptions.get(TopicsConfig.name(config, topic)).get());
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failure;
                }
            }
        }
        return found;
    }

    private static Map<Topic, String> timestampTypes(Admin admin, Map<Topic, TopicDescription> found)
            throws ExecutionException, InterruptedException {
        Map<ConfigResource, Topic> resources = new HashMap<>();
        found.forEach(
                (topic, is) -> resources.put(new ConfigResource(ConfigResource.Type.TOPIC, is.name()), topic));
        Map<Topic, String> types = new EnumMap<>(Topic.class);
        for (Map.Entry<ConfigResource, Config> entry : admin.describeConfigs(resources.keySet()).all().get()
                .entrySet()) {
            types.put(resources.get(entry.getKey()),
                    entry.getValue().get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value());
        }
        return types;
    }

    private static void check(Map<Topic, TopicDescription> found, Map<Topic, String> timestampTypes) {
        TopicDescription reference = found.get(Topic.CHUNK_EVENTS);
        for (Topic topic : Topic.values()) {
            TopicDescription is = found.get(topic);
            if (topic.perSession() && is.partitions().size() != reference.partitions().size()) {
                throw new UnfitTopicException("topic " + is.name() + " has " + is.partitions().size()
                        + " partitions and topic " + reference.name() + " has " + reference.partitions().size()
                        + "; they must have the same number, so that a session's records meet in one place");
            }
            if (topic.perSession() && !"CreateTime".equals(timestampTypes.get(topic))) {
                throw new UnfitTopicException("topic " + is.name() + " has message.timestamp.type="
                        + timestampTypes.get(topic) + "; turns can only be found with CreateTime");
            }
            if (topic == Topic.WORKER_HEARTBEATS && is.partitions().size() != 1) {
                throw new UnfitTopicException("topic " + is.name() + " has " + is.partitions().size()
                        + " partitions; it must have one");
            }
        }
    }
}
