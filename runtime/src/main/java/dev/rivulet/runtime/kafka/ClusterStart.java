package dev.rivulet.runtime.kafka;

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
     * when the cluster cannot be reached.
     *
     * @throws UnfitTopicException when an existing topic cannot serve
     * @throws InterruptedException when the process is to stop meanwhile
     */
    public static Topics await(KafkaClients clients, TopicsConfig topics) throws InterruptedException {
        long backoff = FIRST_BACKOFF_MS;
        while (true) {
            try (Admin admin = clients.admin()) {
                return Topics.ensure(admin, topics);
            } catch (ExecutionException | KafkaException failure) {
                Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
                LOG.atWarn().addKeyValue("bootstrapServers", clients.config().bootstrapServers())
                        .addKeyValue("retryInMs", backoff).addKeyValue("cause", cause.toString())
                        .log("Kafka cannot be reached");
            }
            Thread.sleep(backoff);
            backoff = Math.min(2 * backoff, clients.config().startupMaxBackoff().toMillis());
        }
    }
}
