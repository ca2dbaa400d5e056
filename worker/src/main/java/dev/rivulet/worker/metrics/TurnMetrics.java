package dev.rivulet.worker.metrics;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.result.TurnFinished;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The worker's meters. Thread-safe. */
public final class TurnMetrics {

    /** A provider's finish reasons and another version's codes can be any text: each would be a series for ever. */
    private static final Set<String> OUTCOMES = Stream
            .concat(Stream.of(ErrorCode.values()).map(ErrorCode::code),
                    Stream.of(FinishReason.CANCELLED, "stop", "length", "content_filter", "tool_calls", "end_turn",
                            "max_tokens", "stop_sequence", "refusal"))
            .collect(Collectors.toUnmodifiableSet());

    private final MeterRegistry registry;
    private final Timer queued;
    private final Timer firstToken;
    private final Timer tokenGap;
    private final Counter tokens;
    private final AtomicInteger waitingInSessions;

    public TurnMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.queued = timer("rivulet.turn.queued", "From acceptance to the start of an attempt");
        this.firstToken = timer("rivulet.turn.first.token", "From the call to the provider to its first token");
        this.tokenGap = timer("rivulet.turn.token.gap", "Between two tokens of a stream");
        this.tokens = Counter.builder("rivulet.tokens").description("Tokens received from providers")
                .register(registry);
        this.waitingInSessions = registry.gauge("rivulet.turns.queued", new AtomicInteger());
    }

    /** Returns the registry, for libraries that bring their own meters. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Registers the gauges of turns that run, and of turns that wait for a slot. */
    public <T> void gauges(T source, ToDoubleFunction<T> open, ToDoubleFunction<T> waiting) {
        Gauge.builder("rivulet.turns.open", source, open).description("Turns that execute here").register(registry);
        Gauge.builder("rivulet.turns.waiting", source, waiting).description("Turns that wait for a place here")
                .register(registry);
    }

    /** Registers the gauge of the memory that executions hold. */
    public <T> void memoryGauge(T source, ToDoubleFunction<T> bytes) {
        Gauge.builder("rivulet.turns.memory", source, bytes).baseUnit("bytes")
                .description("Prompts and answers of the turns that execute here").register(registry);
    }

    /**
     * Registers a gauge of the memory that turns take before they run.
     *
     * @param wait what they wait for: {@code session} or {@code slot}
     */
    public <T> void waitingMemoryGauge(String wait, T source, ToDoubleFunction<T> bytes) {
        Gauge.builder("rivulet.turns.waiting.memory", source, bytes).tag("wait", wait).baseUnit("bytes")
                .description("Turns that do not run yet").register(registry);
    }

    public void started(long queuedMs) {
        queued.record(queuedMs, TimeUnit.MILLISECONDS);
    }

    public void firstToken(long nanos) {
        firstToken.record(nanos, TimeUnit.NANOSECONDS);
        tokens.increment();
    }

    public void token(long gapNanos) {
        tokenGap.record(gapNanos, TimeUnit.NANOSECONDS);
        tokens.increment();
    }

    /** @param result {@code ok}, {@code stopped} or an error code */
    public void providerCall(String result) {
        registry.counter("rivulet.provider.calls", "result", result).increment();
    }

    /** Counts a call to a provider that failed with an error code and is retried. */
    public void providerRetry(String code) {
        registry.counter("rivulet.provider.retries", "reason", code).increment();
    }

    /** Counts a turn that ended at its coordinator. */
    public void ended(TurnFinished result) {
        String outcome = result.outcome().reason();
        registry.counter("rivulet.turns", "outcome", OUTCOMES.contains(outcome) ? outcome : "other").increment();
    }

    /** Adds to the number of turns that wait behind others of their session. */
    public void waitingInSessions(int change) {
        waitingInSessions.addAndGet(change);
    }

    /** Counts a record that could not be read. */
    public void deadLetter(String topic) {
        registry.counter("rivulet.dead.letters", "topic", topic).increment();
    }

    /** Counts a record that a broker refused and that is dropped. */
    public void refused(String topic) {
        registry.counter("rivulet.records.refused", "topic", topic).increment();
    }

    /** Counts a record whose type this version does not know. */
    public void unknownType(String topic) {
        registry.counter("rivulet.unknown.types", "topic", topic).increment();
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name).description(description)
                .serviceLevelObjectives(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(200),
                        Duration.ofMillis(1000), Duration.ofSeconds(5), Duration.ofSeconds(30))
                .register(registry);
    }
}
