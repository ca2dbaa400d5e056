package dev.rivulet.runtime.kafka;

import dev.rivulet.schemas.topic.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;

/**
 * Notices that partitions were added to a topic of sessions while this process runs. From then on clients that know of
 * them write the records of a session elsewhere than where they are read.
 */
public final class PartitionWatch implements AutoCloseable {

    private final Admin admin; // not closed here
    private final Topics topics;
    private final List<String> names;
    private final Duration interval;
    private final int timeoutMs;
    private final Consumer<String> onChange;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("partition-watch").unstarted(this::run);

    /**
     * @param topics as they were at the start
     * @param timeout how long the cluster may take to answer one question
     * @param onChange called once, with a sentence, on the watch's thread
     */
    public PartitionWatch(Admin admin, Topics topics, Duration interval, Duration timeout, Consumer<String> onChange) {
        this.admin = admin;
        this.topics = topics;
        this.names = Arrays.stream(Topic.values()).filter(Topic::perSession).map(topics::name).toList();
        this.interval = interval;
        this.timeoutMs = Math.toIntExact(timeout.toMillis());
        this.onChange = onChange;
    }

    /** Starts the checks, on a thread of their own. */
    public PartitionWatch start() {
        thread.start();
        return this;
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }

    private void run() {
        try {
            while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                Optional<String> grown = grown();
                if (grown.isPresent()) {
                    onChange.accept("partitions were added to topic " + grown.get() + ", which had "
                            + topics.partitions() + ": sessions would be looked for elsewhere; ./rivulet repartition"
                            + " copies them");
                    return;
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns a topic that has more partitions; empty also if the cluster does not answer. */
    private Optional<String> grown() throws InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> answers = admin
                .describeTopics(names, new DescribeTopicsOptions().timeoutMs(timeoutMs)).topicNameValues();
        for (String name : names) {
            try {
                if (answers.get(name).get(2L * timeoutMs, TimeUnit.MILLISECONDS).partitions().size() > topics
                        .partitions()) {
                    return Optional.of(name);
                }
            } catch (ExecutionException | TimeoutException unknown) {
                // Or the topic does not exist at the moment.
            }
        }
        return Optional.empty();
    }
}
