package dev.rivulet.local.repartition;

import dev.rivulet.local.topics.TopicsInspector;
import dev.rivulet.local.topics.TopicsReport;
import dev.rivulet.local.topics.TopicsTable;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.schemas.topic.Generation;
import dev.rivulet.schemas.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;

/**
 * Copies all sessions of an installation into topics with another prefix and another number of partitions. Can be
 * killed and run again at any time. Afterwards the old topics take no more records, so that nothing is accepted there
 * that nobody would answer.
 */
public final class Repartition {

    private final Config config;
    private final TopicsConfig topics;
    private final InstallationNames source;
    private final InstallationNames target;
    private final int partitions;
    private final Consumer<String> progress;

    /**
     * @param config names the cluster and the prefix of the installation that is copied
     * @param prefix of the topics that are filled
     * @param partitions of those that are keyed by session
     * @param progress is told what happens, in lines for the user
     * @throws InvalidConfigException if the configuration, or the prefix, cannot be used
     */
    public Repartition(Config config, String prefix, int partitions, Consumer<String> progress) {
        this.config = config;
        this.topics = config.section(TopicsConfig.class, TopicsConfig.PREFIX);
        this.source = new InstallationNames(topics.namePrefix().orElse(""));
        this.target = new InstallationNames(prefix);
        this.partitions = partitions;
        this.progress = progress;
        if (prefix.equals(source.prefix())) {
            throw new InvalidConfigException("the topics with the prefix '" + prefix
                    + "' are those that would be copied: --to-prefix must be another");
        }
    }

    /**
     * Copies everything. Has no effect if that was done before.
     *
     * @throws RepartitionException if it cannot be done now; run it again then
     */
    public void run() throws InterruptedException {
        KafkaClients clients = clients();
        try (Admin client = clients.admin("admin")) {
            TopicAdmin admin = new TopicAdmin(client);
            NewTopics filled = new NewTopics(admin, target, partitions, topics);
            if (filled.areComplete()) {
                requireCopied(admin);
                progress.accept("the sessions were copied before: there is nothing to do");
                return;
            }
            int generation = generation(admin) + 1;
            requireStopped(admin);
            filled.create(source);
            for (String name : admin.describe(source.copied()).keySet()) {
                admin.setMaxBytes(name, 0);
            }
            progress.accept("the old topics take no more records");
            int bytes = filled.maxBytes();
            try (RecordCopy copy = new RecordCopy(clients, partitions, bytes, IsolationLevel.READ_UNCOMMITTED)) {
                new SessionCopy(admin, copy, source, target, progress).run();
            }
            // Sums are written in transactions.
            try (RecordCopy copy = new RecordCopy(clients, partitions, bytes, IsolationLevel.READ_COMMITTED)) {
                new UsageCopy(admin, copy, source, target, generation - 1, progress).run();
            }
            filled.complete(generation);
        } catch (KafkaException failure) {
            throw new RepartitionException("Kafka at " + clients.config().bootstrapServers() + ": "
                    + failure.getMessage());
        }
    }

    /**
     * Gives up what was begun: the old topics take records again, and the new ones are deleted.
     *
     * @throws RepartitionException if the new topics are complete, and may be in use
     */
    public void undo() throws InterruptedException {
        try (Admin client = clients().admin("admin")) {
            TopicAdmin admin = new TopicAdmin(client);
            NewTopics filled = new NewTopics(admin, target, partitions, topics);
            if (filled.areComplete()) {
                throw new RepartitionException("the sessions were copied, and may have gone on in the new topics");
            }
            if (admin.partitions(Generation.topic(target.prefix())) == 0) {
                throw new RepartitionException("nothing was begun with the prefix " + target.prefix());
            }
            for (String name : admin.describe(source.copied()).keySet()) {
                admin.setMaxBytes(name, filled.leastBytes(target.like(source, name)));
            }
            admin.delete(target.all());
            admin.delete(List.of(Generation.topic(target.prefix())));
            progress.accept("the old topics take records again");
        }
    }

    private void requireCopied(TopicAdmin admin) throws InterruptedException {
        int complete = admin.partitions(target.of(Topic.PROMPT_REQUESTS));
        if (admin.maxBytes(source.of(Topic.PROMPT_REQUESTS)) > 0) {
            throw new RepartitionException(
                    "the prefix " + target.prefix() + " is in use, by topics with other sessions");
        }
        if (complete != partitions) {
            throw new RepartitionException("the sessions were copied before, into " + complete + " partitions; copy"
                    + " them from there");
        }
    }

    private KafkaClients clients() {
        return new KafkaClients(config.section(KafkaConfig.class, KafkaConfig.PREFIX), "rivulet-repartition");
    }

    private int generation(TopicAdmin admin) throws InterruptedException {
        int partitions = admin.partitions(Generation.topic(source.prefix()));
        if (partitions == Generation.partitions(0)) {
            throw new RepartitionException("the topics that would be copied are being filled themselves");
        }
        return partitions == 0 ? 0 : Generation.ofPartitions(partitions);
    }

    /** A worker that goes on would end turns, or begin them, in the old topics alone. */
    private void requireStopped(TopicAdmin admin) throws InterruptedException {
        TopicsReport report = TopicsInspector.of(config.with(Map.of("rivulet.topics.prefix", source.prefix())));
        if (!report.liveWorkers().isEmpty()) {
            throw new RepartitionException("workers still run, or did a few seconds ago: " + report.liveWorkers()
                    + "; stop them first, which lets their turns end");
        }
        if (admin.hasMembers(source.group())) {
            throw new RepartitionException("the group " + source.group() + " still has members; stop the workers");
        }
        progress.accept(TopicsTable.turns(report));
    }
}
