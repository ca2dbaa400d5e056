package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.testkit.kafka.SharedKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.junit.jupiter.api.Test;

/** The consumer of a Streams thread in a consumer group of a real broker. */
class GroupGenerationIT {

    /** As in a new cluster: Kafka Streams resets offsets itself, so the poll that assigns partitions fails. */
    @Test
    void theGenerationIsKnownThoughThePollThatAssignedPartitionsFailed() throws Exception {
        String topic = "generation-" + UUID.randomUUID();
        Map<String, Object> config = Map.of("bootstrap.servers", SharedKafka.bootstrapServers(), "group.id", topic,
                "auto.offset.reset", "none");
        try (Admin admin = Admin.create(config); CoordinatorConsumer consumer = new CoordinatorConsumer(config)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            consumer.subscribe(List.of(topic));

            assertThatExceptionOfType(NoOffsetForPartitionException.class)
                    .isThrownBy(() -> consumer.poll(Duration.ofSeconds(30)));

            assertThat(GroupGeneration.ofThisThread()).isEqualTo(consumer.groupMetadata().generationId())
                    .isPositive();
        } finally {
            GroupGeneration.note(-1);
        }
    }
}
