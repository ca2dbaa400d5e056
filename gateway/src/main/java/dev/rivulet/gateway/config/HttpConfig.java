package dev.rivulet.gateway.config;

import dev.rivulet.runtime.config.Limits;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The section {@code rivulet.http}: the HTTP server of a gateway. See docs/configuration.md. */
public interface HttpConfig {

    String PREFIX = "rivulet.http";

    /** The address to listen on. */
    @WithDefault("127.0.0.1")
    String host();

    /** The port to listen on. 0: the system chooses a free port. */
    @WithDefault("8080")
    @WithConverter(Limits.Port.class)
    int port();

    /**
     * The port of {@code /healthz}, {@code /readyz} and {@code /metrics}, which are then not served on {@link #port}.
     * 0: the system chooses a free port. Default: {@link #port}.
     */
    @WithConverter(Limits.Port.class)
    Optional<Integer> managementPort();

    /** The address to listen on for the management port. */
    @WithDefault("${rivulet.http.host}")
    String managementHost();

    /** Threads that serve connections. Default: one per processor, at most two. */
    @WithConverter(Limits.PositiveInt.class)
    Optional<Integer> eventLoops();

    /** Maximum size of a request body, and of a message on {@code /ws}. */
    @WithDefault("1m")
    @WithConverter(Limits.Bytes.class)
    int maxBody();

    /** Maximum depth of nested objects and arrays in JSON that clients send. */
    @WithDefault("64")
    @WithConverter(Limits.PositiveInt.class)
    int maxJsonDepth();

    /** Maximum number of tokens in JSON that clients send: values, names of fields, begins and ends. */
    @WithDefault("100000")
    @WithConverter(Limits.PositiveInt.class)
    int maxJsonTokens();

    /** JSON that is larger is parsed on other threads, so that it delays no other connection. */
    @WithDefault("64k")
    @WithConverter(Limits.Bytes.class)
    int maxInlineJson();

    /** Threads that parse large JSON. */
    @WithDefault("2")
    @WithConverter(Limits.PositiveInt.class)
    int jsonThreads();

    /** How long a client may take to send the request line and headers of a request. */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration headerTimeout();

    /** How long a client may take to send the body of a request. */
    @WithDefault("30s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration bodyTimeout();

    /** How long a connection is kept open after a response until the next request begins. */
    @WithDefault("75s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration idleTimeout();

    /**
     * A connection is closed when data waits for its client and the client has taken none of it for this long. The
     * client can resume with its cursor.
     */
    @WithDefault("5m")
    @WithConverter(Limits.PositiveDuration.class)
    Duration stalledReaderTimeout();

    /**
     * Maximum number of open connections. Default: as many as half of the JVM's maximum heap has room for, with {@link
     * #maxStreamBuffer} each.
     */
    @WithConverter(Limits.PositiveInt.class)
    Optional<Integer> maxConnections();

    /** Maximum number of open connections from one IP address. Default: half of {@link #maxConnections}. */
    @WithConverter(Limits.PositiveInt.class)
    Optional<Integer> maxConnectionsPerAddress();

    /**
     * Maximum number of requests that a client may send on one connection before it has the first of their responses. A
     * connection with more is closed after the response to the last of these.
     */
    @WithDefault("16")
    @WithConverter(Limits.PositiveInt.class)
    int maxPipelinedRequests();

    /** Maximum number of requests at a time on one HTTP/2 connection. Beyond the first, each counts as a connection. */
    @WithDefault("100")
    @WithConverter(Limits.PositiveInt.class)
    int maxConcurrentStreams();

    /** Interval of the comments that keep an idle stream open, and of pings on {@code /ws}. */
    @WithDefault("15s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration keepAliveInterval();

    /** A connection on {@code /ws} is closed when its client has not answered a ping for this long. */
    @WithDefault("60s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration pongTimeout();

    /** How long a client of {@code /ws} may take to send the frame that shows who it is, if it is the first one. */
    @WithDefault("10s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration firstFrameTimeout();

    /** Maximum number of bytes that such a client may send before it is known. */
    @WithDefault("16k")
    @WithConverter(Limits.Bytes.class)
    int maxFirstFrame();

    /** Maximum number of streams that one connection on {@code /ws} reads at once. */
    @WithDefault("64")
    @WithConverter(Limits.PositiveInt.class)
    int maxSocketStreams();

    /** Maximum buffer for one slow reader, in bytes. When it is full, the reader is fed from Kafka at its own pace. */
    @WithDefault("64k")
    @WithConverter(Limits.Bytes.class)
    int maxStreamBuffer();

    /**
     * Maximum memory for the text of all turns that clients wait for without a stream ({@code wait}, chat completions
     * that are not streamed), in bytes. A turn that does not fit is answered as if the client's wait was over.
     */
    @WithDefault("64m")
    @WithConverter(Limits.Bytes.class)
    int maxCollectedText();

    /**
     * The kernel's send buffer for one connection ({@code SO_SNDBUF}), in bytes. Without a limit, the kernel holds
     * megabytes for a client that does not read.
     */
    @WithDefault("64k")
    @WithConverter(Limits.Bytes.class)
    int sendBuffer();

    /** Maximum value of the parameter {@code wait}. */
    @WithDefault("60s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration maxWait();

    /**
     * With {@code onDisconnect: cancel}: how long a client that left may take to reconnect to this gateway before its
     * turn is cancelled.
     */
    @WithDefault("5s")
    @WithConverter(Limits.AnyDuration.class)
    Duration disconnectGrace();

    /**
     * How long the client of an event stream is told to wait before it reconnects ({@code retry:}), on average: each
     * gets a random time between half of it and one and a half. Sent when a stream cannot be served now, and when the
     * process stops.
     */
    @WithDefault("1s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration reconnectDelay();

    /** Origins whose pages may call the gateway ({@code https://app.example.com}), or {@code *}. Default: none. */
    Optional<List<String>> corsOrigins();

    /**
     * Names under which clients may call the gateway ({@code chat.example.com}, without a port), or {@code *}. Always
     * allowed: IP addresses, {@code localhost}, and the name in {@code rivulet.http.host}. Default: none.
     */
    Optional<List<String>> allowedHosts();

    /** Whether {@code GET /stream} is served, which submits a prompt. */
    @WithDefault("true")
    boolean plainStream();

    /**
     * The address of {@code ./rivulet up --show}, to which the page may send what its panel is to break: {@code
     * http://127.0.0.1:4000}. Must be of loopback, and so must {@link #host}. Default: none, and no panel.
     */
    Optional<String> controlUrl();

    /** The secret that the page sends to {@link #controlUrl}: 16 to 128 of {@code A-Z a-z 0-9 _ -}. */
    Optional<String> controlSecret();

    /** How long open connections may take to end when the process stops. */
    @WithDefault("3s")
    @WithConverter(Limits.PositiveDuration.class)
    Duration shutdownTimeout();

    /** HTTPS. */
    TlsConfig tls();
}
