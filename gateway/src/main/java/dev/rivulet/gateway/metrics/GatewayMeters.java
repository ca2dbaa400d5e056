package dev.rivulet.gateway.metrics;

import static dev.rivulet.gateway.metrics.StreamKind.AISDK;
import static dev.rivulet.gateway.metrics.StreamKind.EVENTSOURCE;
import static dev.rivulet.gateway.metrics.StreamKind.NATIVE;
import static dev.rivulet.gateway.metrics.StreamKind.OPENAI;
import static dev.rivulet.gateway.metrics.StreamKind.WS;

import dev.rivulet.gateway.identity.Refusal;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.runtime.metrics.Timers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of a gateway. Thread-safe. */
public final class GatewayMeters {

    private static final String KIND = "kind";

    private final MeterRegistry registry;
    private final Map<StreamKind, AtomicInteger> openStreams = new EnumMap<>(StreamKind.class);
    private final Map<StreamKind, Timer> firstEvents = new EnumMap<>(StreamKind.class);
    private final AtomicInteger openSockets = new AtomicInteger();
    private final AtomicInteger openConnections = new AtomicInteger();
    private final AtomicLong tailLag = new AtomicLong();
    private final AtomicInteger tailPartitions = new AtomicInteger();
    private final AtomicInteger preferredPartitions = new AtomicInteger();
    private final Counter relayed;
    private final Counter unknown;
    private final Counter replays;
    private final Counter replayedRecords;
    private final Counter replayedBytes;
    private final Counter lagging;
    private final Counter accepted;
    private final Counter disconnects;
    private final Counter stalled;
    private final MeterProvider<Counter> refused;
    private final MeterProvider<Counter> refusedConnections;
    private final MeterProvider<Counter> exceededQuotas;
    private final MeterProvider<Counter> refusedCredentials;

    public GatewayMeters(MeterRegistry registry) {
        this.registry = registry;
        this.relayed = counter("rivulet.gateway.events.relayed", "Events shown to clients");
        this.unknown = counter("rivulet.gateway.events.unknown", "Records skipped: of an unknown type or unreadable");
        this.replays = counter("rivulet.gateway.replays", "Streams that began to read from Kafka instead of the tail");
        this.replayedRecords = counter("rivulet.gateway.replay.records",
                "Records that were read from Kafka for look-ups and for streams that are not at the tail");
        this.replayedBytes = counter("rivulet.gateway.replay.bytes", "The bytes of their values");
        this.lagging = counter("rivulet.gateway.readers.lagging", "Streams that left the tail because they were slow");
        this.accepted = counter("rivulet.gateway.prompts.accepted", "Prompts that Kafka acknowledged");
        this.disconnects = counter("rivulet.gateway.disconnects", "Clients that left before the end of their stream");
        this.refused = Counter.builder("rivulet.gateway.prompts.refused")
                .description("Prompts that were answered with a problem").withRegistry(registry);
        this.refusedConnections = Counter.builder("rivulet.gateway.connections.refused")
                .description("Connections that were refused, or closed because a request did not come in time")
                .withRegistry(registry);
        this.exceededQuotas = Counter.builder("rivulet.gateway.quota.exceeded")
                .description("Requests that were refused because their principal had used up a quota")
                .withRegistry(registry);
        this.refusedCredentials = Counter.builder("rivulet.gateway.credentials.refused")
                .description("Keys, tokens and grants that let nobody in, or not any more").withRegistry(registry);
        for (StreamKind kind : StreamKind.values()) {
            openStreams.put(kind, openStreams(kind));
        }
        for (StreamKind kind : EnumSet.of(NATIVE, OPENAI, AISDK, EVENTSOURCE, WS)) {
            firstEvents.put(kind, Timers.latency("rivulet.gateway.stream.first.event",
                    "From a request for a turn's events to the first of them").tag(KIND, kind.label())
                    .register(registry));
        }
        Gauge.builder("rivulet.gateway.sockets.open", openSockets, AtomicInteger::get)
                .description("WebSockets that are open").register(registry);
        Gauge.builder("rivulet.gateway.connections.open", openConnections, AtomicInteger::get)
                .description("Connections that are open").register(registry);
        this.stalled = counter("rivulet.gateway.readers.stalled", "Connections closed because nothing was read");
        Gauge.builder("rivulet.gateway.tail.lag", tailLag, AtomicLong::get)
                .description("Records that the tail is behind Kafka").register(registry);
        Gauge.builder("rivulet.gateway.tail.partitions", tailPartitions, AtomicInteger::get)
                .description("Partitions that the tail reads").register(registry);
        Gauge.builder("rivulet.gateway.preferred.partitions", preferredPartitions, AtomicInteger::get)
                .description("Partitions that the tail reads even without readers").register(registry);
    }

    public void streamOpened(StreamKind kind) {
        openStreams.get(kind).incrementAndGet();
    }

    public void streamClosed(StreamKind kind) {
        openStreams.get(kind).decrementAndGet();
    }

    /**
     * Records how long a reader of a turn waited for its first event, in nanoseconds. Has no effect for kinds that are
     * not streams of a turn.
     */
    public void firstEvent(StreamKind kind, long nanos) {
        Timer timer = firstEvents.get(kind);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    public void socketOpened() {
        openSockets.incrementAndGet();
    }

    public void socketClosed() {
        openSockets.decrementAndGet();
    }

    public void connectionOpened() {
        openConnections.incrementAndGet();
    }

    public void connectionClosed() {
        openConnections.decrementAndGet();
    }

    /** Counts a connection that was closed because of what its client did, or did not do. */
    public void connectionRefused(ProblemCode code) {
        refusedConnections.withTag("code", code.code()).increment();
    }

    /** Counts a connection that was closed because its client took nothing of what waited for it. */
    public void readerStalled() {
        stalled.increment();
    }

    /** Sets the number of records that the tail has still to read, over all partitions. */
    public void tailLag(long records) {
        tailLag.set(records);
    }

    /** Sets the number of partitions that the tail reads. */
    public void tailPartitions(int partitions) {
        tailPartitions.set(partitions);
    }

    /** Sets the number of partitions that the tail reads even without readers. */
    public void preferredPartitions(int partitions) {
        preferredPartitions.set(partitions);
    }

    /** Adds to the number of events that clients were sent. */
    public void eventsRelayed(int events) {
        relayed.increment(events);
    }

    /** Counts a record that was skipped. */
    public void unknownEvent() {
        unknown.increment();
    }

    /** Counts a stream that starts to read the log instead of the tail. */
    public void replayStarted() {
        replays.increment();
    }

    /** Counts records that were read for a look-up, or for streams that are not at the tail. */
    public void recordsReplayed(long records, long bytes) {
        replayedRecords.increment(records);
        replayedBytes.increment(bytes);
    }

    /** Counts a stream that left the tail because its reader is slow. */
    public void readerLagged() {
        lagging.increment();
    }

    /** Counts a prompt that Kafka acknowledged. */
    public void promptAccepted() {
        accepted.increment();
    }

    /** Counts a prompt that was answered with a problem. */
    public void promptRefused(ProblemCode code) {
        refused.withTag("code", code.code()).increment();
    }

    /** Counts a request that was refused because its principal had used up a quota. */
    public void quotaExceeded(ProblemCode code) {
        exceededQuotas.withTag("code", code.code()).increment();
    }

    /** Counts what was shown, or was not, and lets nobody in. */
    public void credentialRefused(Refusal reason) {
        refusedCredentials.withTag("reason", reason.code()).increment();
    }

    /** Counts a client that disconnected before the end of its stream. */
    public void clientDisconnected() {
        disconnects.increment();
    }

    private AtomicInteger openStreams(StreamKind kind) {
        AtomicInteger open = new AtomicInteger();
        Gauge.builder("rivulet.gateway.streams.open", open, AtomicInteger::get).description("Streams that are open")
                .tag(KIND, kind.label()).register(registry);
        return open;
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
