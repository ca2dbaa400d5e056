package dev.rivulet.local.chaos.fault;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;

/** Waits until all replicas are in sync: before that, losing another broker could lose data. */
final class ReplicasInSync {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long PAUSE_MS = 500;

    private ReplicasInSync() {}

    /** @throws IllegalStateException if it takes too long */
    static void await(String bootstrapServers) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers, "request.timeout.ms", "3000",
                "default.api.timeout.ms", "5000", "reconnect.backoff.max.ms", "500"))) {
            while (!isComplete(admin)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("replicas are not in sync after " + PATIENCE);
                }
                Thread.sleep(PAUSE_MS);
            }
        }
    }

    private static boolean isComplete(Admin admin) throws InterruptedException {
        try {
            return admin.describeTopics(admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get())
                    .allTopicNames().get().values().stream().allMatch(ReplicasInSync::isComplete);
        } catch (ExecutionException notNow) {
            return false;
        }
    }

    private static boolean isComplete(TopicDescription topic) {
        return topic.partitions().stream().allMatch(
                partition -> partition.leader() != null && partition.isr().size() == partition.replicas().size());
    }
}
