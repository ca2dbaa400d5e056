package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.Topics;
import dev.rivulet.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits, when a worker closes, until the coordinators of other workers have read the results that it wrote. A
 * coordinator that learned before that the worker is gone would start a finished turn again. Does not wait longer than
 * the limit, nor when the group has no members.
 */
public final class ResultHandoff implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ResultHandoff.class);
    private static final long LOOK_AGAIN_MS = 100;

    private final KafkaClients clients;
    private final Topics topics;
    private final Supplier<Map<Integer, Long>> written;
    private final Duration limit;

    /**
     * @param written the offset of the last result written here, by partition
     * @param limit how long to wait at most
     */
    public ResultHandoff(KafkaClients clients, Topics topics, Supplier<Map<Integer, Long>> written, Duration limit) {
        this.clients = clients;
        this.topics = topics;
        this.written = written;
        this.limit = limit;
    }

    /** Blocks until the results are read, the limit has passed or the thread is interrupted. */
    @Override
    public void close() {
        Map<Integer, Long> last = written.get();
        long deadline = System.nanoTime() + limit.toNanos();
        try (Admin admin = clients.admin("handoff")) {
            while (!last.isEmpty() && !allRead(admin, last) && groupHasMembers(admin)) {
                if (System.nanoTime() - deadline > 0) {
                    LOG.warn("results were not taken over in time: turns that have ended may start again");
                    return;
                }
                Thread.sleep(LOOK_AGAIN_MS);
            }
        } catch (ExecutionException | KafkaException unreachable) {
            LOG.atWarn().setCause(unreachable).log("cannot tell whether results were taken over");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean allRead(Admin admin, Map<Integer, Long> last) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin
                .listConsumerGroupOffsets(CoordinatorStreams.group(topics))
                .partitionsToOffsetAndMetadata().get();
        String results = topics.name(Topic.TURN_RESULTS);
        return last.entrySet().stream().allMatch(result -> {
            OffsetAndMetadata next = committed.get(new TopicPartition(results, result.getKey()));
            return next != null && next.offset() > result.getValue();
        });
    }

    private boolean groupHasMembers(Admin admin) throws ExecutionException, InterruptedException {
        String group = CoordinatorStreams.group(topics);
        return !admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get().members().isEmpty();
    }
}
