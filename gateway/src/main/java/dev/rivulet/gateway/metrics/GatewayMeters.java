package dev.rivulet.gateway.metrics;

import dev.rivulet.gateway.problem.ProblemCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What a gateway counts. Thread-safe. */
public final class GatewayMeters {

    private final MeterRegistry registry;
    private final AtomicInteger openStreams = new AtomicInteger();
    private final AtomicInteger openSockets = new AtomicInteger();
    private final AtomicLong tailLag = new AtomicLong();
    private final Counter relayed;
    private final Counter unknown;
    private final Counter replays;
    private final Counter lagging;
    private final Counter accepted;
    private final Counter disconnects;

    public GatewayMeters(MeterRegistry registry) {
        this.registry = registry;
        this.relayed = counter("rivulet.gateway.events.relayed", "Events shown to clients");
        this.unknown = counter("rivulet.gateway.events.unknown", "Records skipped: of an unknown type or unreadable");
        this.replays = counter("rivulet.gateway.replays", "Streams that began to read from Kafka instead of the tail");
        this.lagging = counter("rivulet.gateway.readers.lagging", "Streams that left the tail because they were slow");
        this.accepted = counter("rivulet.gateway.prompts.accepted", "Prompts that Kafka acknowledged");
        this.disconnects = counter("rivulet.gateway.disconnects", "Clients that left before the end of their stream");
        Gauge.builder("rivulet.gateway.streams.open", openStreams, AtomicInteger::get)
                .description("Streams that are open").register(registry);
        Gauge.builder("rivulet.gateway.sockets.open", openSockets, AtomicInteger::get)
                .description("WebSockets that are open").register(registry);
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

    public void tailLag(long records) {
        tailLag.set(records);
    }

    public void relayed(int events) {
        relayed.increment(events);
    }

    public void unknownEvent() {
        unknown.increment();
    }

    public void replayBegan() {
        replays.increment();
    }

    public void readerLags() {
        lagging.increment();
    }

    public void promptAccepted() {
        accepted.increment();
    }

    /** A request for a turn was answered with a problem. */
    public void promptRefused(ProblemCode code) {
        registry.counter("rivulet.gateway.prompts.refused", "code", code.code()).increment();
    }

    public void clientLeft() {
        disconnects.increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
