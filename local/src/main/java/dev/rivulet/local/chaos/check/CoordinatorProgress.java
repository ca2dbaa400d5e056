package dev.rivulet.local.chaos.check;

import dev.rivulet.schemas.topic.Changelog;
import dev.rivulet.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Tells which partitions the coordinators have not read to their end. */
final class CoordinatorProgress implements AutoCloseable {

    private static final List<Topic> READ = List.of(Topic.PROMPT_REQUESTS, Topic.TURN_RESULTS);
    private static final long PAUSE_MS = 500;

    private final Admin admin;

    CoordinatorProgress(String bootstrapServers) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Returns the partitions that are not read to the end when the time is over; empty as soon as all are. */
    List<String> awaitEnd(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> behind = behind();
        while (!behind.isEmpty() && System.nanoTime() - deadline < 0) {
            Thread.sleep(PAUSE_MS);
            behind = behind();
        }
        return behind;
    }

    private List<String> behind() throws InterruptedException {
        try {
            Map<TopicPartition, OffsetSpec> partitions = admin
                    .describeTopics(READ.stream().map(topic -> topic.named("")).toList()).allTopicNames().get().values()
                    .stream().flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(Changelog.application(""))
                    .partitionsToOffsetAndMetadata().get();
            return admin.listOffsets(partitions).all().get().entrySet().stream()
                    .filter(end -> end.getValue().offset() > 0 && (read.get(end.getKey()) == null
                            || read.get(end.getKey()).offset() < end.getValue().offset()))
                    .map(end -> end.getKey().toString()).sorted().toList();
        } catch (ExecutionException failure) {
            return List.of("none could be looked up: " + failure.getCause());
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
