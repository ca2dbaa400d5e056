package dev.rivulet.local.topics;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.kafka.ClusterStart;
import dev.rivulet.runtime.kafka.ClusterUnavailableException;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.runtime.kafka.UnfitTopicException;
import dev.rivulet.worker.Worker;

/** Makes the topics of an installation, for operators whose gateways and workers may not create any. */
public final class TopicsCreation {

    private TopicsCreation() {}

    /**
     * Creates the topics that are missing, and lets those that workers alone write to take as large records as the
     * settings need. Changelogs are created by workers.
     *
     * @throws InvalidConfigException when the configuration cannot be used
     * @throws ClusterUnavailableException when the cluster does not answer, or refuses
     * @throws UnfitTopicException when an existing topic does not fit
     */
    public static Topics run(Config config) throws InterruptedException {
        return ClusterStart.tryOnce(
                new KafkaClients(config.section(KafkaConfig.class, KafkaConfig.PREFIX), "rivulet-topics"),
                config.section(TopicsConfig.class, TopicsConfig.PREFIX), Worker.topicBytes(config));
    }
}
