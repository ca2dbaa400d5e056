package dev.rivulet.runtime.kafka;

import dev.rivulet.runtime.config.Limits;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** {@code rivulet.kafka}: which cluster, and how to talk to it. */
public interface KafkaConfig {

    String PREFIX = "rivulet.kafka";

    /** Brokers to begin with, {@code host:port,...}; also {@code KAFKA_BOOTSTRAP_SERVERS}. */
    @WithDefault("127.0.0.1:9092")
    String bootstrapServers();

    /** Port of the broker that {@code ./rivulet kafka} starts. */
    @WithDefault("9092")
    @WithConverter(Limits.Port.class)
    int port();

    /** Settings for every Kafka client of the process as they are: security, above all. */
    Map<String, String> client();

    /** How long one call to the cluster may take before the process looks at it as unreachable. */
    @WithDefault("5s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration requestTimeout();

    /** How long to wait between two attempts to reach the cluster at start, at most (it begins at a quarter second). */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration startupMaxBackoff();
}
