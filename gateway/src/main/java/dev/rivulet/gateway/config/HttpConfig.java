package dev.rivulet.gateway.config;

import dev.rivulet.runtime.config.Limits;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code rivulet.http}: the gateway's HTTP server. */
public interface HttpConfig {

    String PREFIX = "rivulet.http";

    /** The address to listen on. */
    @WithDefault("127.0.0.1")
    String host();

    /** The port to listen on; 0 lets the system choose. */
    @WithDefault("8080")
    @WithConverter(Limits.Port.class)
    int port();

    /** Threads that serve connections; by default one for each processor, two at most. */
    @WithConverter(Limits.PositiveInt.class)
    Optional<Integer> eventLoops();

    /** The largest request body, and the largest message on {@code /ws}. */
    @WithDefault("1m")
    @WithConverter(Limits.Bytes.class)
    int maxBody();

    /** How often a stream says that it is alive. */
    @WithDefault("15s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration keepAliveInterval();

    /** How long a client on {@code /ws} may take to answer a ping before its connection is closed. */
    @WithDefault("60s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration pongTimeout();

    /** The most streams that one connection on {@code /ws} may read at once. */
    @WithDefault("64")
    @WithConverter(Limits.PositiveInt.class)
    int maxSocketStreams();

    /** What may wait in memory for one slow reader before it is fed from Kafka at its own pace. */
    @WithDefault("64k")
    @WithConverter(Limits.Bytes.class)
    int maxStreamBuffer();

    /** What the kernel may hold for one connection. Left to itself it holds megabytes for one that does not read. */
    @WithDefault("64k")
    @WithConverter(Limits.Bytes.class)
    int sendBuffer();

    /** The longest {@code wait} for a turn to end that a request may ask for. */
    @WithDefault("60s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration maxWait();

    /** How long a client that left may take to come back, to this gateway, before {@code onDisconnect} cancels its turn. */
    @WithDefault("5s")
    @WithConverter(Limits.AnyDuration.class)
    Duration disconnectGrace();

    /** Origins whose pages may call the gateway ({@code https://app.example.com}), or {@code *}; by default none. */
    Optional<List<String>> corsOrigins();

    /** How long open connections may take to end when the process stops. */
    @WithDefault("3s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration shutdownTimeout();
}
