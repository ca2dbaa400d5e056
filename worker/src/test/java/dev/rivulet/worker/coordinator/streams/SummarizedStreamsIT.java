package dev.rivulet.worker.coordinator.streams;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.kafka.SharedKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kafka Streams measures of itself on a real broker. */
class SummarizedStreamsIT {

    @Test
    void theNumberOfMeasuresDoesNotGrowWithTasks(@TempDir Path folder) throws Exception {
        String topic = "measured-" + UUID.randomUUID();
        Map<String, Object> config = Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, SharedKafka.bootstrapServers(),
                StreamsConfig.APPLICATION_ID_CONFIG, topic, StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        StreamsBuilder topology = new StreamsBuilder();
        topology.stream(topic, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())).foreach((key, value) -> {});
        try (Admin admin = Admin.create(config);
                KafkaStreams streams = new SummarizedStreams(topology.build(), new StreamsConfig(config),
                        new DefaultKafkaClientSupplier())) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
            streams.start();
            await().until(() -> streams.metadataForLocalThreads().stream()
                    .anyMatch(thread -> thread.activeTasks().size() == 3));

            assertThat(streams.metrics().keySet()).extracting(MetricName::name)
                    .contains("alive-stream-threads", "poll-records-avg", "records-consumed-total");
            assertThat(streams.metrics().keySet().stream().flatMap(name -> name.tags().keySet().stream()))
                    .doesNotContain("task-id", "partition", "processor-node-id");
        }
    }
}
