package dev.rivulet.runtime.kafka;

import dev.rivulet.runtime.config.InvalidConfigException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every process does first: reach the cluster, however long that takes, and see that the topics are there. */
public final class ClusterStart {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterStart.class);
    private static final long FIRST_BACKOFF_MS = 250;

    private ClusterStart() {}

    /**
     * Blocks until the cluster answered and the topics are as they must be. Says in the log, once for each attempt,
     * when the cluster cannot be used and why: it may be away, or refuse this process, until somebody changes that.
     *
     * @throws UnfitTopicException when an existing topic cannot serve
     * @throws InvalidConfigException when a client cannot be made of the settings, or those of the topics do not go
     *             together
     * @throws InterruptedException when the process is to stop meanwhile
     */
    public static Topics await(KafkaClients clients, TopicsConfig topics) throws InterruptedException {
        TopicsConfig.requireConsistent(topics);
        long longest = clients.config().startupMaxBackoff().toMillis();
        long backoff = Math.min(FIRST_BACKOFF_MS, longest);
        while (true) {
            try (Admin admin = clients.admin()) {
                return new TopicSetup(admin, topics).ensure();
            } catch (ExecutionException | KafkaException failure) {
                LOG.atWarn().addKeyValue("bootstrapServers", clients.config().bootstrapServers())
                        .addKeyValue("retryInMs", backoff).addKeyValue("cause", telling(failure).toString())
                        .log("Kafka cannot be reached");
            }
            Thread.sleep(backoff);
            backoff = Math.min(2 * backoff, longest);
        }
    }

    /** The first cause that says more than that something failed. */
    private static Throwable telling(Throwable failure) {
        boolean wrapper = failure instanceof ExecutionException || failure.getClass() == KafkaException.class;
        return wrapper && failure.getCause() != null ? telling(failure.getCause()) : failure;
    }
}
