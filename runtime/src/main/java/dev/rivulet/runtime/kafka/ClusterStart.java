package dev.rivulet.runtime.kafka;

import dev.rivulet.runtime.config.InvalidConfigException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first step of every process: waits for the cluster and makes sure that the topics exist. */
public final class ClusterStart {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterStart.class);
    private static final long FIRST_BACKOFF_MS = 250;

    private ClusterStart() {}

    /**
     * Blocks until the cluster has responded and all topics exist, however long that takes. Logs each failed attempt
     * with its cause: the cluster may be unreachable, or may refuse this process, until an operator changes that.
     *
     * @throws UnfitTopicException when an existing topic does not fit
     * @throws InvalidConfigException when a setting of the client is invalid, those of the topics contradict each
     *            other, or no host of the bootstrap servers could be resolved for as long as the request time-out
     * @throws InterruptedException when the process is to stop before that
     */
    public static Topics await(KafkaClients clients, TopicsConfig topics) throws InterruptedException {
        return await(clients, topics, Map.of());
    }

    /**
     * Does the same, and lets existing changelogs take records of this size.
     *
     * @param changelogBytes the largest record of each changelog that this process writes to, by topic
     */
    public static Topics await(KafkaClients clients, TopicsConfig topics, Map<String, Integer> changelogBytes)
            throws InterruptedException {
        TopicsConfig.requireConsistent(topics);
        long longest = clients.config().startupMaxBackoff().toMillis();
        long backoff = Math.min(FIRST_BACKOFF_MS, longest);
        awaitResolvable(clients.config());
        while (true) {
            try (Admin admin = clients.admin("start")) {
                return new TopicSetup(admin, topics, changelogBytes).ensure();
            } catch (TopicsNotFilledException filling) {
                LOG.atWarn().addKeyValue("retryInMs", backoff).log(filling.getMessage());
            } catch (ExecutionException | KafkaException failure) {
                Throwable cause = rootOf(failure);
                LOG.atWarn().addKeyValue("bootstrapServers", clients.config().bootstrapServers())
                        .addKeyValue("retryInMs", backoff).addKeyValue("cause", cause.toString())
                        .log(refuses(cause) ? "Kafka refuses this process" : "Kafka cannot be reached");
            }
            Thread.sleep(backoff);
            backoff = Math.min(2 * backoff, longest);
        }
    }

    /**
     * Tries once, for a command that somebody waits for.
     *
     * @throws ClusterUnavailableException when the cluster does not respond within the request time-out, or refuses
     * @throws UnfitTopicException when an existing topic does not fit
     * @throws InvalidConfigException as {@link #await}, but at once
     */
    public static Topics tryOnce(KafkaClients clients, TopicsConfig topics) throws InterruptedException {
        return tryOnce(clients, topics, Map.of());
    }

    /** Does the same, and lets existing changelogs take records of this size, as {@link #await} does. */
    public static Topics tryOnce(KafkaClients clients, TopicsConfig topics, Map<String, Integer> changelogBytes)
            throws InterruptedException {
        TopicsConfig.requireConsistent(topics);
        BootstrapServers.requireResolvable(clients.config());
        try (Admin admin = clients.admin("start")) {
            return new TopicSetup(admin, topics, changelogBytes).ensure();
        } catch (ExecutionException | KafkaException failure) {
            throw new ClusterUnavailableException(clients.config(), rootOf(failure));
        }
    }

    /** A name service may be behind a cluster that has just been created, but not for long. */
    private static void awaitResolvable(KafkaConfig config) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                BootstrapServers.requireResolvable(config);
                return;
            } catch (InvalidConfigException unresolvable) {
                if (System.nanoTime() - start >= config.requestTimeout().toNanos()) {
                    throw unresolvable;
                }
            }
            Thread.sleep(FIRST_BACKOFF_MS);
        }
    }

    /** It is there: the process's credentials, or its ACLs, have to be put right. */
    private static boolean refuses(Throwable cause) {
        return cause instanceof AuthenticationException || cause instanceof AuthorizationException;
    }

    /** Returns the first cause that is not just a wrapper. */
    private static Throwable rootOf(Throwable failure) {
        boolean wrapper = failure instanceof ExecutionException || failure.getClass() == KafkaException.class;
        return wrapper && failure.getCause() != null ? rootOf(failure.getCause()) : failure;
    }
}
