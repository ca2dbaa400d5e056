package dev.rivulet.local.repartition;

import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.schemas.topic.Generation;
import dev.rivulet.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics that are filled. The topic of their {@link Generation} is created before any other, and says to the end
 * that they are not complete: until then no process uses them, and they can be made anew.
 *
 * @param names of the topics
 * @param config of the installation
 */
record NewTopics(TopicAdmin admin, InstallationNames names, int partitions, TopicsConfig config) {

    /** Settings that are about the partitions of the topic they were made for, or are set otherwise. */
    private static final Set<String> OWN = Set.of("leader.replication.throttled.replicas",
            "follower.replication.throttled.replicas", TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    /** For state, which is an open turn and a system prompt, each a record's size at most, and what else waits. */
    private static final int RECORDS_OF_STATE = 3;

    /** Returns whether they are complete. */
    boolean areComplete() throws InterruptedException {
        return admin.partitions(Generation.topic(names.prefix())) > Generation.partitions(0);
    }

    /**
     * Creates the topics, like those that are copied. Deletes what an earlier run has left.
     *
     * @throws RepartitionException if they belong to somebody else
     */
    void create(InstallationNames source) throws InterruptedException {
        List<String> all = new ArrayList<>(names.all());
        Map<String, TopicDescription> left = admin.describe(all);
        String generation = Generation.topic(names.prefix());
        if (admin.partitions(generation) == 0) {
            if (!left.isEmpty()) {
                throw new RepartitionException("the prefix " + names.prefix() + " is in use: there is a topic "
                        + left.keySet().iterator().next());
            }
            admin.create(List.of(new NewTopic(generation, Optional.of(Generation.partitions(0)), Optional.empty())));
        }
        Map<String, NewTopic> planned = new HashMap<>();
        for (String copied : source.copied()) {
            TopicDescription is = admin.describe(List.of(copied)).get(copied);
            if (is != null) {
                String name = names.like(source, copied);
                planned.put(name, planned(name, is, sizes(name, is, left.containsKey(name))));
            }
        }
        String usage = source.of(Topic.USAGE);
        TopicDescription sums = admin.describe(List.of(usage)).get(usage);
        if (sums != null) {
            planned.put(names.of(Topic.USAGE), planned(names.of(Topic.USAGE), sums, Map.of()));
        }
        admin.delete(left.keySet());
        admin.create(planned.values());
    }

    /** The copied topic may be closed already, by a run that was killed. */
    private Map<String, String> sizes(String name, TopicDescription like, boolean left) throws InterruptedException {
        int bytes = Math.max(admin.maxBytes(like.name()),
                Math.max(left ? admin.maxBytes(name) : 0, leastBytes(name)));
        return Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
    }

    private NewTopic planned(String name, TopicDescription like, Map<String, String> own)
            throws InterruptedException {
        Map<String, String> settings = new HashMap<>(own);
        admin.settings(like.name()).entries().stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .filter(entry -> !OWN.contains(entry.name()))
                .forEach(entry -> settings.put(entry.name(), entry.value()));
        return new NewTopic(name, partitions, (short) like.partitions().getFirst().replicas().size())
                .configs(settings);
    }

    /** Returns the size of a record that one of the topics takes at least. */
    int leastBytes(String name) {
        return names.isChangelog(name)
                ? (int) Math.min(Integer.MAX_VALUE / 2, (long) RECORDS_OF_STATE * config.maxRecordBytes())
                : config.maxRecordBytes();
    }

    /** Returns the largest record that one of the topics takes. */
    int maxBytes() throws InterruptedException {
        int most = 0;
        for (String name : admin.describe(names.copied()).keySet()) {
            most = Math.max(most, admin.maxBytes(name));
        }
        return most;
    }

    /** Lets processes use them from now on. */
    void complete(int generation) throws InterruptedException {
        admin.grow(Generation.topic(names.prefix()), Generation.partitions(generation));
    }
}
