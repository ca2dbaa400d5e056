package dev.rivulet.bench.process;

import dev.rivulet.testkit.process.ProcessException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a gateway says of itself in {@code /metrics}.
 *
 * @param tailBytes of the records that its tail has read from Kafka, as its consumer counts them
 * @param replayBytes of the values of the records that were read for look-ups and for readers that are not at the tail
 * @param tailPartitions partitions that the tail reads
 * @param preferredPartitions partitions that it reads without readers
 */
public record GatewayMetrics(long tailBytes, long replayBytes, int tailPartitions, int preferredPartitions) {

    /**
     * @param key with the scope {@code admin}; empty where callers are not authenticated
     * @throws ProcessException if it does not answer
     */
    static GatewayMetrics of(int port, Optional<String> key) {
        try {
            URLConnection connection = URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openConnection();
            key.ifPresent(shown -> connection.setRequestProperty("Authorization", "Bearer " + shown));
            return read(connection);
        } catch (IOException silent) {
            throw new ProcessException("a gateway does not say what it has read: " + silent);
        }
    }

    private static GatewayMetrics read(URLConnection connection) throws IOException {
        try (InputStream response = connection.getInputStream()) {
            return parse(new String(response.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static GatewayMetrics parse(String metrics) {
        return new GatewayMetrics((long) sum(metrics, "kafka_consumer_fetch_manager_bytes_consumed_total"),
                (long) sum(metrics, "rivulet_gateway_replay_bytes_total"),
                (int) sum(metrics, "rivulet_gateway_tail_partitions"),
                (int) sum(metrics, "rivulet_gateway_preferred_partitions"));
    }

    private static double sum(String metrics, String name) {
        return metrics.lines().filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }
}
