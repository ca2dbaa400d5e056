package dev.rivulet.worker.coordinator.streams;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * Kafka Streams that publishes what its threads and clients measure, but nothing for each task, store and partition.
 * Those are some eighty measures a partition; who publishes them compares each new one with all others of its name
 * (Micrometer's {@code KafkaMetrics}), which with 192 partitions took a third of a core.
 */
final class SummarizedStreams extends KafkaStreams {

    private static final Set<String> TAGS_OF_PARTS = Set.of("task-id", "partition");

    SummarizedStreams(Topology topology, StreamsConfig config, KafkaClientSupplier clients) {
        super(topology, config, clients);
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return super.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().tags().keySet().stream().noneMatch(TAGS_OF_PARTS::contains))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
