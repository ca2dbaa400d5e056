package dev.rivulet.worker.metrics;

import dev.rivulet.runtime.metrics.Timers;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.FinishReason;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
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

    private static final String OTHER = "other";
    /** Longer than any turn: a result can claim anything. */
    private static final long LONGEST_MS = Duration.ofDays(1).toMillis();

    private final MeterRegistry registry;
    private final Set<String> models;
    private final Timer queued;
    private final Timer firstToken;
    private final Timer tokenGap;
    private final Counter tokens;
    private final AtomicInteger waitingInSessions = new AtomicInteger();
    private final MeterProvider<Timer> providerFirstToken;
    private final MeterProvider<Counter> providerTokens;
    private final MeterProvider<Counter> calls;
    private final MeterProvider<Counter> retries;
    private final MeterProvider<Counter> continuations;
    private final MeterProvider<Counter> turns;
    private final MeterProvider<Timer> durations;
    private final MeterProvider<Counter> deadLetters;
    private final MeterProvider<Counter> refused;
    private final MeterProvider<Counter> unknownTypes;
    private final MeterProvider<Counter> placed;
    private final Counter passedOn;

    /**
     * @param models the models of the configuration: labels of metrics. Turns can name any other, and each would be a
     *            series for ever
     */
    public TurnMetrics(MeterRegistry registry, Set<String> models) {
        this.registry = registry;
        this.models = Set.copyOf(models);
        this.queued = Timers.latency("rivulet.turn.queued", "From acceptance to the start of an attempt")
                .register(registry);
        this.firstToken = Timers.latency("rivulet.turn.first.token",
                "From the first call to a provider to the first token of a turn").register(registry);
        this.tokenGap = Timers.latency("rivulet.turn.token.gap", "Between two tokens of a stream").register(registry);
        this.tokens = counter("rivulet.tokens", "Pieces of text received from providers").register(registry);
        this.providerFirstToken = Timers.latency("rivulet.provider.first.token",
                "From a request to a provider to its first token").withRegistry(registry);
        this.providerTokens = counter("rivulet.provider.tokens", "Tokens that providers report for whole answers")
                .withRegistry(registry);
        this.calls = counter("rivulet.provider.calls", "Calls, with all their retries and fallbacks")
                .withRegistry(registry);
        this.retries = counter("rivulet.provider.retries", "Requests to a provider that failed and were repeated")
                .withRegistry(registry);
        this.continuations = counter("rivulet.turn.continuations",
                "Answers that were to go on where their text ends").withRegistry(registry);
        this.turns = counter("rivulet.turns", "Turns that ended, by their outcome").withRegistry(registry);
        this.durations = Timers.duration("rivulet.turn.duration", "From the acceptance of a turn to its end")
                .withRegistry(registry);
        this.deadLetters = counter("rivulet.dead.letters", "Records and states that could not be processed")
                .withRegistry(registry);
        this.refused = counter("rivulet.records.refused", "Records that Kafka refused and that are dropped")
                .withRegistry(registry);
        this.unknownTypes = counter("rivulet.unknown.types", "Records of a type that only a later version knows")
                .withRegistry(registry);
        this.placed = counter("rivulet.attempts.placed", "Attempts that a coordinator here gave to a worker")
                .withRegistry(registry);
        this.passedOn = counter("rivulet.turns.passed.on", "Turns that waited here and were passed on")
                .register(registry);
        Gauge.builder("rivulet.turns.queued", waitingInSessions, AtomicInteger::get)
                .description("Turns that wait behind others of their session").register(registry);
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

    /** Registers the gauge of the share keys whose turns wait for a slot. */
    public <T> void waitingSharesGauge(T source, ToDoubleFunction<T> shares) {
        Gauge.builder("rivulet.shares.waiting", source, shares)
                .description("Owners, or sessions without one, whose turns wait for a place here").register(registry);
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

    /**
     * Records the first token of a turn.
     *
     * @param answering the request that it answers
     * @param sinceCall since the first request was sent, to whichever provider, in nanoseconds
     * @param sinceRequest since that request was sent, in nanoseconds
     */
    public void firstToken(Started answering, long sinceCall, long sinceRequest) {
        firstToken.record(sinceCall, TimeUnit.NANOSECONDS);
        providerFirstToken.withTags(tags(answering)).record(sinceRequest, TimeUnit.NANOSECONDS);
        tokens.increment();
    }

    /** Adds what a provider says that an answer has used. */
    public void used(Started answering, Usage usage) {
        Tags tags = tags(answering);
        providerTokens.withTags(tags.and("type", "prompt")).increment(Math.max(0, usage.promptTokens()));
        providerTokens.withTags(tags.and("type", "completion")).increment(Math.max(0, usage.completionTokens()));
    }

    private Tags tags(Started answering) {
        return Tags.of("provider", answering.provider(), "model",
                models.contains(answering.model()) ? answering.model() : OTHER);
    }

    public void token(long gapNanos) {
        tokenGap.record(gapNanos, TimeUnit.NANOSECONDS);
        tokens.increment();
    }

    /** @param result {@code ok}, {@code stopped} or an error code */
    public void providerCall(String result) {
        calls.withTag("result", result).increment();
    }

    /** Counts a call to a provider that failed with an error code and is retried. */
    public void providerRetry(String code) {
        retries.withTag("reason", code).increment();
    }

    /**
     * Counts an answer that was to go on where its text ends.
     *
     * @param after what interrupted it: {@code worker} or {@code provider}
     * @param result {@code continued}, or what became of it instead: {@code restarted}, {@code failed}
     */
    public void continuation(String after, String result) {
        continuations.withTags("after", after, "result", result).increment();
    }

    /**
     * Counts an attempt that starts.
     *
     * @param where {@code here}, in this worker, which coordinates it, or {@code elsewhere}
     */
    public void placed(String where) {
        placed.withTag("where", where).increment();
    }

    /** Counts turns that waited here and were passed on to workers with room. */
    public void passedOn(int turns) {
        passedOn.increment(turns);
    }

    /** Registers the gauge of the live workers that a worker knows, itself included. */
    public <T> void workersGauge(String role, T source, ToDoubleFunction<T> count) {
        Gauge.builder("rivulet.workers", source, count).tag("role", role).description("Live workers")
                .register(registry);
    }

    /** Counts a turn that ended at its coordinator. */
    public void ended(TurnFinished result) {
        String outcome = result.outcome().reason();
        turns.withTag("outcome", OUTCOMES.contains(outcome) ? outcome : OTHER).increment();
        durations.withTag("outcome", coarse(result.outcome()))
                .record(Math.clamp(result.timings().totalMs(), 0, LONGEST_MS), TimeUnit.MILLISECONDS);
    }

    /** Adds to the number of turns that wait behind others of their session. */
    public void waitingInSessions(int change) {
        waitingInSessions.addAndGet(change);
    }

    /** Counts a record that could not be read. */
    public void deadLetter(String topic) {
        deadLetters.withTag("topic", topic).increment();
    }

    /** Counts a record that a broker refused and that is dropped. */
    public void refused(String topic) {
        refused.withTag("topic", topic).increment();
    }

    /** Counts a record whose type this version does not know. */
    public void unknownType(String topic) {
        unknownTypes.withTag("topic", topic).increment();
    }

    /** Each value is a dozen series. */
    private static String coarse(Outcome outcome) {
        if (outcome instanceof Outcome.Completed done) {
            return done.finishReason().equals(FinishReason.CANCELLED) ? "cancelled" : "done";
        }
        return "error";
    }

    private static Counter.Builder counter(String name, String description) {
        return Counter.builder(name).description(description);
    }
}
