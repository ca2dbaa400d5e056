package dev.rivulet.gateway.log;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This gateway's membership in the consumer group of all gateways. The group only divides the partitions of {@code
 * chunk-events}: each gateway prefers those that are assigned to it (ADR 44). Nothing is read through it and nothing is
 * committed. While the group cannot be reached, or may not be joined, the last assignment stays.
 */
final class GatewayGroup implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayGroup.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(5);

    private final org.apache.kafka.clients.consumer.Consumer<?, ?> consumer; // owned by the thread, except for wakeup
    private final String topic;
    private final Consumer<Set<Integer>> listener;
    private final Set<Integer> assigned = new TreeSet<>(); // owned by the thread
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("gateway-group").unstarted(this::run);
    private Set<Integer> told; // null before the first; owned by the thread
    private boolean failing; // and that was logged; owned by the thread

    /**
     * @param consumer in the gateways' group
     * @param listener is told the partitions that are assigned, on the group's thread, when they have changed
     */
    GatewayGroup(org.apache.kafka.clients.consumer.Consumer<?, ?> consumer, String topic,
            Consumer<Set<Integer>> listener) {
        this.consumer = consumer;
        this.topic = topic;
        this.listener = listener;
    }

    void start() {
        thread.start();
    }

    /** Leaves the group. Blocks for about a second at most. */
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            consumer.subscribe(List.of(topic), new Assignment());
            while (closing.getCount() > 0) {
                poll();
            }
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    private void poll() {
        try {
            consumer.poll(POLL);
            failing = false;
        } catch (WakeupException | InterruptException stop) {
            // The loop in run() decides.
        } catch (RuntimeException fault) {
            if (!failing) {
                LOG.atWarn().addKeyValue("cause", fault.toString())
                        .log("the gateways' group cannot be joined; this gateway reads what it read before");
            }
            failing = true;
            pause();
        }
    }

    private void pause() {
        try {
            closing.await(PAUSE_AFTER_FAULT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called on the thread, within a poll. */
    private final class Assignment implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            // Paused and with a position no partition is fetched, nor is its position looked up.
            consumer.pause(added);
            added.forEach(partition -> consumer.seek(partition, 0));
            assigned.addAll(numbers(added));
            tell();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            assigned.removeAll(numbers(revoked));
            tell();
        }

        /** The group went on without this gateway, which soon gets others. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            assigned.clear();
        }

        private void tell() {
            if (closing.getCount() > 0 && !assigned.equals(told)) {
                told = Set.copyOf(assigned);
                LOG.atInfo().addKeyValue("partitions", assigned).log("preferred partitions changed");
                listener.accept(told);
            }
        }

        private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
        }
    }
}
