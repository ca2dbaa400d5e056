package dev.rivulet.gateway.metrics;

import dev.rivulet.gateway.problem.ProblemCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of a gateway. Thread-safe. */
public final class GatewayMeters {

    private final MeterRegistry registry;
    private final AtomicInteger openStreams = new AtomicInteger();
    private final AtomicInteger openSockets = new AtomicInteger();
    private final AtomicInteger openConnections = new AtomicInteger();
    private final AtomicLong tailLag = new AtomicLong();
    private final Counter relayed;
    private final Counter unknown;
    private final Counter replays;
    private final Counter replayedRecords;
    private final Counter replayedBytes;
    private final Counter lagging;
    private final Counter accepted;
    private final Counter disconnects;
    private final Counter stalled;

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
        Gauge.builder("rivulet.gateway.streams.open", openStreams, AtomicInteger::get)
                .description("Streams that are open").register(registry);
        Gauge.builder("rivulet.gateway.sockets.open", openSockets, AtomicInteger::get)
                .description("WebSockets that are open").register(registry);
        Gauge.builder("rivulet.gateway.connections.open", openConnections, AtomicInteger::get)
                .description("Connections that are open").register(registry);
        this.stalled = counter("rivulet.gateway.readers.stalled", "Connections closed because nothing was read");
        Gauge.builder("rivulet.gateway.tail.lag", tailLag, AtomicLong::get)
                .description("Records that the tail is behind Kafka").register(registry);
    }

    public void streamOpened() {
        openStreams.incrementAndGet();
    }

    public void streamClosed() {
        openStreams.decrementAndGet();
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
        registry.counter("rivulet.gateway.connections.refused", "code", code.code()).increment();
    }

    /** Counts a connection that was closed because its client took nothing of what waited for it. */
    public void readerStalled() {
        stalled.increment();
    }

    /** Sets the number of records that the tail has still to read, over all partitions. */
    public void tailLag(long records) {
        tailLag.set(records);
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
        registry.counter("rivulet.gateway.prompts.refused", "code", code.code()).increment();
    }

    /** Counts a client that disconnected before the end of its stream. */
    public void clientDisconnected() {
        disconnects.increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
