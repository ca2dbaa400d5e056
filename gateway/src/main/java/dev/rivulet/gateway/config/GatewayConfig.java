package dev.rivulet.gateway.config;

import dev.rivulet.runtime.config.Limits;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code rivulet.gateway}: between HTTP and Kafka. */
public interface GatewayConfig {

    String PREFIX = "rivulet.gateway";

    /** How long a prompt may take to reach Kafka before the client is told that it cannot be taken. */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration publishTimeout();

    /** The longest prompt, or messages and system prompt together, in UTF-16 code units. */
    @WithDefault("200000")
    @WithConverter(Limits.PositiveInt.class)
    int maxPromptChars();

    /** The longest {@code timeouts.queueMs} a turn may ask for; workers keep to their own limit if it is less. */
    @WithDefault("10m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration maxQueueTimeout();

    /** The longest {@code timeouts.firstTokenMs} a turn may ask for. */
    @WithDefault("60s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration maxFirstTokenTimeout();

    /** The longest {@code timeouts.idleMs} a turn may ask for. */
    @WithDefault("30s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration maxIdleTimeout();

    /** The longest {@code timeouts.totalMs} a turn may ask for. */
    @WithDefault("10m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration maxTotalTimeout();

    /** The most {@code maxAttempts} a turn may ask for. */
    @WithDefault("3")
    @WithConverter(Limits.PositiveInt.class)
    int maxAttempts();

    /** The longest {@code throttle} a reader may ask for. */
    @WithDefault("10s")
    @WithConverter(Limits.AnyDuration.class)
    Duration maxThrottle();

    /** Threads that read old events, each with its own Kafka consumer. */
    @WithDefault("2")
    @WithConverter(Limits.PositiveInt.class)
    int replayThreads();

    /** How long finding a turn or a snapshot in Kafka may take. */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration lookupTimeout();

    /** How long a worker's word may take: on an idempotency key, or on what a session is. */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration acceptanceTimeout();

    /** How far from now the time in a turn id may be that a client chose. */
    @WithDefault("5m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration turnIdTolerance();

    /** How often the cluster is asked whether it is there. */
    @WithDefault("2s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration probeInterval();

    /** How long the cluster may take to say so. */
    @WithDefault("2s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration probeTimeout();

    /** What {@code GET /v1/models} lists; by default {@code rivulet.model} alone. */
    Optional<List<String>> models();
}
