package dev.rivulet.runtime.kafka;

import dev.rivulet.runtime.config.Limits;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** {@code rivulet.kafka}: the address of the cluster, and how to talk to it. */
public interface KafkaConfig {

    String PREFIX = "rivulet.kafka";

    /**
     * The bootstrap servers, {@code host:port,...}; also {@code KAFKA_BOOTSTRAP_SERVERS}. Unset: the broker that {@code
     * ./rivulet kafka} and {@code up} start on this machine.
     */
    @WithDefault("127.0.0.1:${rivulet.kafka.port}")
    @WithConverter(BootstrapServers.Reader.class)
    String bootstrapServers();

    /** Port of the broker that {@code ./rivulet kafka} starts, and of the broker that clients use by default. */
    @WithDefault("9092")
    @WithConverter(Limits.Port.class)
    int port();

    /** Settings that are passed to every Kafka client of the process, such as those for security. */
    Map<String, String> client();

    /** Whether {@code /metrics} has what Kafka's clients measure of themselves, too. */
    @WithDefault("true")
    boolean metrics();

    /** How long one call to the cluster may take before the cluster counts as unreachable. */
    @WithDefault("5s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration requestTimeout();

    /**
     * The longest pause between two attempts to reach the cluster at start; the first is 250 ms, and each is twice the
     * last.
     */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration startupMaxBackoff();
}
