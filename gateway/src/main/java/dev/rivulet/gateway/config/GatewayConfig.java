package dev.rivulet.gateway.config;

import dev.rivulet.runtime.config.Limits;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The section {@code rivulet.gateway}: limits and timeouts between HTTP and Kafka. See docs/configuration.md. */
public interface GatewayConfig {

    String PREFIX = "rivulet.gateway";

    /** How long Kafka may take to acknowledge a prompt before the client gets a 503. */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration publishTimeout();

    /** Maximum length of a prompt, or of messages and system prompt together, in UTF-16 code units. */
    @WithDefault("200000")
    @WithConverter(Limits.PositiveInt.class)
    int maxPromptChars();

    /** Maximum {@code timeouts.queueMs} of a turn. A worker's own limit applies too, if it is lower. */
    @WithDefault("10m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration maxQueueTimeout();

    /** Maximum {@code timeouts.firstTokenMs} of a turn. A worker's own maximum applies too, if it is lower. */
    @WithDefault("10m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration maxFirstTokenTimeout();

    /** Maximum {@code timeouts.idleMs} of a turn. */
    @WithDefault("30s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration maxIdleTimeout();

    /** Maximum {@code timeouts.totalMs} of a turn. */
    @WithDefault("10m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration maxTotalTimeout();

    /** Maximum {@code maxAttempts} of a turn. */
    @WithDefault("3")
    @WithConverter(Limits.PositiveInt.class)
    int maxAttempts();

    /** Maximum value of the parameter {@code throttle}. */
    @WithDefault("10s")
    @WithConverter(Limits.AnyDuration.class)
    Duration maxThrottle();

    /** Threads that read past events, each with its own Kafka consumer. */
    @WithDefault("2")
    @WithConverter(Limits.PositiveInt.class)
    int replayThreads();

    /** How long it may take to find a turn or a snapshot in Kafka. */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration lookupTimeout();

    /**
     * How many records of a topic are read at most, about, to find a turn, and so many KB. A turn that is not found is
     * answered as unknown.
     */
    @WithDefault("20000")
    @WithConverter(Limits.PositiveInt.class)
    int maxLookupRecords();

    /** How many turns a gateway remembers the beginning of, so that it need not be searched for. */
    @WithDefault("20000")
    @WithConverter(Limits.Count.class)
    int knownTurns();

    /** How long a coordinator may take to answer: about an idempotency key, or about the state of a session. */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration acceptanceTimeout();

    /** How old the state of a session may be with which a new follower begins. */
    @WithDefault("1s")
    @WithConverter(Limits.AnyDuration.class)
    Duration sessionStateAge();

    /** How many turns {@code GET /v1/sessions/{session}/turns} returns at most. */
    @WithDefault("200")
    @WithConverter(Limits.PositiveInt.class)
    int maxPageTurns();

    /** How much data of past turns a response has at most, about; one turn is returned however large it is. */
    @WithDefault("4m")
    @WithConverter(Limits.Bytes.class)
    int maxPageBytes();

    /** Whether the followers of a session are told how many there are. */
    @WithDefault("true")
    boolean presence();

    /** How long a change of the number of a session's followers must last to be told. */
    @WithDefault("1s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration presenceDelay();

    /** How often it is told again; three times that after a gateway was killed, its followers no longer count. */
    @WithDefault("30s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration presenceInterval();

    /** Whether gateways divide the partitions of {@code chunk-events} among them; false: each reads all. */
    @WithDefault("true")
    boolean sharePartitions();

    /** How long a partition of {@code chunk-events} is read after its last reader here is gone. */
    @WithDefault("30s")
    @WithConverter(Limits.AnyDuration.class)
    Duration partitionLinger();

    /** Maximum difference between now and the time in a turn id that a client chose. */
    @WithDefault("5m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration turnIdTolerance();

    /** Interval of the checks that Kafka is reachable. */
    @WithDefault("2s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration probeInterval();

    /** How long Kafka may take to answer such a check. */
    @WithDefault("2s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration probeTimeout();

    /** What {@code GET /v1/models} lists. Default: the allowed models; if any is, {@code rivulet.model} alone. */
    Optional<List<String>> models();

    /** How many sums of the topic {@code usage} are collected for an answer to {@code GET /v1/usage}. */
    @WithDefault("200000")
    @WithConverter(Limits.PositiveInt.class)
    int maxUsageSums();
}
