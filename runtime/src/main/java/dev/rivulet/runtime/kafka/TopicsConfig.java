package dev.rivulet.runtime.kafka;

import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.config.Limits;
import dev.rivulet.schemas.topic.Topic;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** {@code rivulet.topics}: the topics of this installation, created at start when they are missing. */
public interface TopicsConfig {

    String PREFIX = "rivulet.topics";

    /** In front of every topic name, of the workers' Kafka Streams application id and of the gateways' group. */
    @WithName("prefix")
    Optional<String> namePrefix();

    /** Partitions for each broker, unless {@link #partitions} is set. */
    int PARTITIONS_PER_BROKER = 16;
    /** With {@link #PARTITIONS_PER_BROKER}, partitions at most. */
    int MOST_DEFAULT_PARTITIONS = 48;

    /**
     * Partitions of the topics keyed by session, when they are created. Bounds the number of workers that can share the
     * coordination. Default: {@link #partitions(TopicsConfig, int)}.
     */
    @WithConverter(Limits.PositiveInt.class)
    Optional<Integer> partitions();

    /** Wanted replication factor; never more than there are brokers. */
    @WithDefault("3")
    @WithConverter(Limits.PositiveInt.class)
    int replicationFactor();

    /** How long commands are kept: not shorter than chunk events, because a turn is found by its prompt. */
    @WithDefault("7d")
    @WithConverter(Limits.PositiveDuration.class)
    Duration promptRequestsRetention();

    /** How long chunk events are kept: the time in which a turn can be resumed or replayed. */
    @WithDefault("6h")
    @WithConverter(Limits.PositiveDuration.class)
    Duration chunkEventsRetention();

    /** How long results are kept: whole completions. */
    @WithDefault("7d")
    @WithConverter(Limits.PositiveDuration.class)
    Duration turnResultsRetention();

    /** How long unreadable records are kept. */
    @WithDefault("14d")
    @WithConverter(Limits.PositiveDuration.class)
    Duration deadLettersRetention();

    /** How long jobs for other workers are kept, which read them at once. */
    @WithDefault("1h")
    @WithConverter(Limits.PositiveDuration.class)
    Duration turnJobsRetention();

    /** How long it is known what was used on a day. */
    @WithDefault("400d")
    @WithConverter(Limits.PositiveDuration.class)
    Duration usageRetention();

    /** Largest record of the topics: bounds a prompt, a whole completion and a session's state. */
    @WithDefault("8m")
    @WithConverter(Limits.Bytes.class)
    int maxRecordBytes();

    /** @throws InvalidConfigException when the settings contradict each other */
    static void requireConsistent(TopicsConfig config) {
        if (config.promptRequestsRetention().compareTo(config.chunkEventsRetention()) < 0) {
            throw new InvalidConfigException("rivulet.topics.prompt-requests-retention must not be shorter than"
                    + " rivulet.topics.chunk-events-retention: a turn is found by its prompt as long as it has events");
        }
    }

    /**
     * Returns how many partitions new topics keyed by session have. Each costs every process that reads it, so what is
     * not configured goes with the size of the cluster (ADR 61).
     *
     * @param brokers how many there are
     */
    static int partitions(TopicsConfig config, int brokers) {
        return config.partitions().orElse(Math.min(PARTITIONS_PER_BROKER * brokers, MOST_DEFAULT_PARTITIONS));
    }

    /** Returns the name of a topic in this installation. */
    static String name(TopicsConfig config, Topic topic) {
        return topic.named(config.namePrefix().orElse(""));
    }
}
