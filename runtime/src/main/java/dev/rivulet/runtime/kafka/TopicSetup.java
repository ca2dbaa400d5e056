package dev.rivulet.runtime.kafka;

import dev.rivulet.schemas.topic.Topic;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates missing topics and checks existing ones. Several processes may do so at once.
 *
 * @param changelogBytes the largest record of each changelog of this process, by topic
 */
record TopicSetup(Admin admin, TopicsConfig config, Map<String, Integer> changelogBytes) {

    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final Topic FIRST = Topic.PROMPT_REQUESTS;
    private static final int POLLS = 250;
    private static final long POLL_INTERVAL_MS = 20;

    /**
     * @throws UnfitTopicException when an existing topic does not fit
     * @throws TopicsNotFilledException when they are being filled from others
     * @throws ExecutionException when the cluster did not respond, or refused
     */
    Topics ensure() throws ExecutionException, InterruptedException {
        RepartitionState repartition = new RepartitionState(admin, config.namePrefix().orElse(""));
        int generation = repartition.generation();
        Map<Topic, TopicDescription> found = describe();
        if (found.size() < Topic.values().length) {
            Set<Topic> missing = EnumSet.allOf(Topic.class);
            missing.removeAll(found.keySet());
            create(missing, agreedPartitions(found));
            found = await(EnumSet.allOf(Topic.class));
        }
        Map<Topic, Config> settings = settings(found);
        new TopicRequirements(config).check(found, settings);
        int partitions = partitions(found);
        repartition.requireChangelogs(partitions);
        fitChangelogs();
        for (String compressed : TopicRequirements.compressed(found, settings)) {
            LOG.atWarn().addKeyValue("topic", compressed).log("a topic takes compressed records, which can be larger in"
                    + " a worker's memory than the topic's limit; set its compression.type=uncompressed");
        }
        config.partitions().filter(configured -> configured != partitions)
                .ifPresent(configured -> LOG.atWarn().addKeyValue("partitions", partitions)
                        .addKeyValue("configured", configured)
                        .log("the topics have another number of partitions than configured; theirs is used"));
        return new Topics(config.namePrefix().orElse(""), partitions, generation);
    }

    /**
     * Returns the partition count for missing topics: that of existing ones. If there are none, the process that
     * creates the first topic decides, also for others that start at the same time.
     */
    private int agreedPartitions(Map<Topic, TopicDescription> found) throws ExecutionException, InterruptedException {
        if (found.keySet().stream().anyMatch(Topic::perSession)) {
            return partitions(found);
        }
        int wanted = TopicsConfig.partitions(config, brokers());
        boolean ours = create(EnumSet.of(FIRST), wanted);
        return ours ? wanted : partitions(await(EnumSet.of(FIRST)));
    }

    private static int partitions(Map<Topic, TopicDescription> found) {
        return found.entrySet().stream().filter(entry -> entry.getKey().perSession())
                .mapToInt(entry -> entry.getValue().partitions().size()).findFirst().orElseThrow();
    }

    /** Creates topics. Returns whether this process created them all; another may be faster. */
    private boolean create(Set<Topic> missing, int partitions) throws ExecutionException, InterruptedException {
        TopicPlan plan = new TopicPlan(config, brokers(), partitions);
        List<NewTopic> planned = missing.stream().map(plan::creation).toList();
        Map<String, KafkaFuture<Void>> creations = admin.createTopics(planned).values();
        boolean ours = true;
        for (NewTopic creation : planned) {
            try {
                creations.get(creation.name()).get();
                LOG.atInfo().addKeyValue("topic", creation.name()).addKeyValue("partitions", creation.numPartitions())
                        .addKeyValue("replication", creation.replicationFactor())
                        .addKeyValue("wantedReplication", config.replicationFactor()).log("topic created");
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof TopicExistsException)) {
                    throw failure;
                }
                ours = false;
            }
        }
        return ours;
    }

    private int brokers() throws ExecutionException, InterruptedException {
        return admin.describeCluster().nodes().get().size();
    }

    /** Polls until every broker knows the created topics. Kafka does not notify of that. */
    private Map<Topic, TopicDescription> await(Set<Topic> created) throws ExecutionException, InterruptedException {
        Map<Topic, TopicDescription> found = describe();
        for (int i = 0; i < POLLS && !found.keySet().containsAll(created); i++) {
            Thread.sleep(POLL_INTERVAL_MS);
            found = describe();
        }
        if (!found.keySet().containsAll(created)) {
            throw new ExecutionException(new UnknownTopicOrPartitionException("created topics did not appear"));
        }
        return found;
    }

    private Map<Topic, TopicDescription> describe() throws ExecutionException, InterruptedException {
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

    /**
     * Lets existing changelogs take the records of this process, whose limits may have been raised, and no compressed
     * ones: Kafka Streams sets that only when it creates them. They belong to the workers, so nobody else has to know
     * of them.
     */
    private void fitChangelogs() throws ExecutionException, InterruptedException {
        for (Map.Entry<String, Integer> changelog : changelogBytes.entrySet()) {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, changelog.getKey());
            try {
                Config has = admin.describeConfigs(List.of(topic)).values().get(topic).get();
                int bytes = Integer.parseInt(has.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
                if (bytes < changelog.getValue() || !TopicRequirements.isUncompressed(has)) {
                    fit(topic, Math.max(bytes, changelog.getValue()));
                }
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failure;
                }
            }
        }
    }

    private void fit(ConfigResource topic, int bytes) throws ExecutionException, InterruptedException {
        List<AlterConfigOp> operations = List.of(set(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes)),
                set(TopicConfig.COMPRESSION_TYPE_CONFIG, Topic.UNCOMPRESSED));
        try {
            admin.incrementalAlterConfigs(Map.of(topic, operations)).all().get();
            LOG.atInfo().addKeyValue("topic", topic.name()).addKeyValue("maxMessageBytes", bytes)
                    .log("changelog fits the limits of this worker");
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof AuthorizationException) {
                throw new UnfitTopicException("topic " + topic.name() + " must have max.message.bytes=" + bytes
                        + " and compression.type=uncompressed for the limits of this worker, and this process may not"
                        + " change it");
            }
            throw failure;
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private Map<Topic, Config> settings(Map<Topic, TopicDescription> found)
            throws ExecutionException, InterruptedException {
        Map<Topic, ConfigResource> resources = new EnumMap<>(Topic.class);
        found.forEach((topic, is) -> resources.put(topic, new ConfigResource(ConfigResource.Type.TOPIC, is.name())));
        Map<ConfigResource, Config> answers = admin.describeConfigs(resources.values()).all().get();
        Map<Topic, Config> settings = new EnumMap<>(Topic.class);
        resources.forEach((topic, resource) -> settings.put(topic, answers.get(resource)));
        return settings;
    }
}
