package dev.rivulet.gateway.log;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a topic was deleted and created anew, by its id (KIP-516). A consumer does not report that: once the new
 * topic has as many records as the old one had, it continues among records that have nothing to do with what it read
 * before.
 */
final class TopicWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);

    private final Admin admin; // not closed here
    private final String topic;
    private final Duration interval;
    private final int timeoutMs;
    private final Runnable onRecreated;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("topic-watch").unstarted(this::run);
    private Uuid id; // null before the cluster has answered; owned by the thread

    /**
     * @param timeout how long the cluster may take to answer one question
     * @param onRecreated called on the watch's thread
     */
    TopicWatch(Admin admin, String topic, Duration interval, Duration timeout, Runnable onRecreated) {
        this.admin = admin;
        this.topic = topic;
        this.interval = interval;
        this.timeoutMs = Math.toIntExact(timeout.toMillis());
        this.onRecreated = onRecreated;
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }

    private void run() {
        try {
            do {
                check();
            } while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void check() throws InterruptedException {
        try {
            Uuid current = admin.describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(timeoutMs))
                    .topicNameValues().get(topic).get(2L * timeoutMs, TimeUnit.MILLISECONDS).topicId();
            if (id != null && !id.equals(current)) {
                LOG.atError().addKeyValue("topic", topic)
                        .log("the topic was deleted and created anew: its streams end, their events are lost");
                onRecreated.run();
            }
            id = current;
        } catch (ExecutionException | TimeoutException unknown) {
            // The cluster does not answer, or the topic does not exist at the moment.
        }
    }
}
