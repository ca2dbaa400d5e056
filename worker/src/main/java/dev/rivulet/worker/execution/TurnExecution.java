package dev.rivulet.worker.execution;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of one turn: waits for its place, shows {@code started}, streams the provider's answer as deltas, and when
 * Kafka has them all writes the result. Runs once on its own virtual thread; {@link #stop} may come from any thread.
 */
final class TurnExecution implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(TurnExecution.class);
    private static final long NOT_YET = 0;

    private final TurnJob job;
    private final ExecutionContext context;
    private final TurnOutput output;
    private final LlmCall call;
    private final String model;
    private final AtomicReference<StopReason> stopped = new AtomicReference<>();

    // Written by the execution's thread, read by the watchdog's.
    private volatile Thread thread;
    private volatile long calledAtNanos = NOT_YET;
    private volatile long lastTokenNanos = NOT_YET;
    private volatile boolean ended;

    private long startedAtMs;
    private long firstTokenNanos = NOT_YET;

    TurnExecution(TurnJob job, ExecutionContext context) {
        this.job = job;
        this.context = context;
        this.model = job.options().model() != null ? job.options().model() : context.defaultModel();
        this.output = new TurnOutput(job, context);
        this.call = context.provider()
                .prepare(new LlmRequest(model, job.messages(), job.options().maxTokens(), job.options().temperature()));
    }

    TurnJob job() {
        return job;
    }

    /** Whether the execution has nothing more to do: its result is in Kafka, or it was abandoned. */
    boolean ended() {
        return ended;
    }

    /** Ends the execution early; the first reason counts. Closes the provider's connection in whatever state it is. */
    void stop(StopReason reason) {
        if (stopped.compareAndSet(null, reason)) {
            call.cancel();
            Thread waiting = thread;
            if (calledAtNanos == NOT_YET && waiting != null) {
                waiting.interrupt();
            }
        }
    }

    /** Stops the execution when one of its time-outs has passed. Called every now and then by the watchdog. */
    void checkTimeouts(long nowNanos) {
        long called = calledAtNanos;
        if (called == NOT_YET || ended) {
            return;
        }
        ExecutionLimits limits = context.limits();
        long last = lastTokenNanos;
        if (nowNanos - called > limits.total().toNanos()) {
            stop(new StopReason.TimedOut(ErrorCode.TOTAL_TIMEOUT, "The answer took longer than a turn may take."));
        } else if (last == NOT_YET && nowNanos - called > limits.firstToken().toNanos()) {
            stop(new StopReason.TimedOut(ErrorCode.FIRST_TOKEN_TIMEOUT, "The provider sent no token in time."));
        } else if (last != NOT_YET && nowNanos - last > limits.idle().toNanos()) {
            stop(new StopReason.TimedOut(ErrorCode.IDLE_TIMEOUT, "The provider stopped sending tokens."));
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        startedAtMs = System.currentTimeMillis();
        Optional<Outcome> outcome;
        try {
            outcome = outcome();
        } catch (RuntimeException fault) {
            LOG.atError().addKeyValue("session", job.session()).addKeyValue("turn", job.turn())
                    .addKeyValue("attempt", job.attempt()).setCause(fault).log("execution failed");
            outcome = Optional.of(Outcome.broken(ErrorCode.INTERNAL, "The turn failed inside Rivulet."));
        }
        // A late interrupt was meant for the wait, not for the producer.
        Thread.interrupted();
        outcome.ifPresent(this::finish);
        ended = true;
    }

    /** Empty when no result is to be sent. */
    private Optional<Outcome> outcome() {
        if (!context.slots().enter(job)) {
            return stopped.get() != null
                    ? outcomeOf(stopped.get())
                    : Optional.of(Outcome.broken(ErrorCode.QUEUE_TIMEOUT, "The turn waited too long for a worker."));
        }
        try {
            return stream();
        } finally {
            context.slots().leave();
        }
    }

    private Optional<Outcome> stream() {
        startedAtMs = System.currentTimeMillis();
        calledAtNanos = System.nanoTime();
        if (stopped.get() != null) {
            return outcomeOf(stopped.get());
        }
        context.metrics().started(Math.max(0, startedAtMs - job.turn().timestamp()));
        output.started(new Started(job.attempt(), model, context.provider().name()));
        try {
            LlmCompletion completion = call.stream(this::token);
            context.metrics().providerCall("ok");
            return Optional.of(new Outcome.Completed(completion.finishReason(), completion.usage()));
        } catch (ProviderException failure) {
            StopReason reason = stopped.get();
            context.metrics().providerCall(reason != null ? "stopped" : failure.code().code());
            return reason != null
                    ? outcomeOf(reason)
                    : Optional.of(Outcome.broken(failure.code(), failure.getMessage()));
        } finally {
            output.end();
        }
    }

    private void token(String token) {
        long now = System.nanoTime();
        if (firstTokenNanos == NOT_YET) {
            firstTokenNanos = now;
            context.metrics().firstToken(now - calledAtNanos);
        } else {
            context.metrics().token(now - lastTokenNanos);
        }
        lastTokenNanos = now;
        output.token(token);
        if (output.length() > context.limits().answerChars()) {
            stop(new StopReason.TooLong(context.limits().answerChars()));
        }
    }

    private static Optional<Outcome> outcomeOf(StopReason reason) {
        return switch (reason) {
            case StopReason.Cancelled c -> Optional.of(Outcome.cancelled());
            case StopReason.TimedOut timeout -> Optional.of(Outcome.broken(timeout.code(), timeout.message()));
            case StopReason.TooLong tooLong -> Optional.of(Outcome.broken(ErrorCode.ANSWER_TOO_LONG,
                    "The answer is longer than " + tooLong.maxChars() + " characters."));
            case StopReason.Abandoned a -> Optional.empty();
        };
    }

    private void finish(Outcome outcome) {
        if (!output.awaitPublished()) {
            outcome = Outcome.broken(ErrorCode.INTERNAL, "Part of the answer could not be written to Kafka.");
        }
        TurnFinished result = new TurnFinished(job.session(), job.turn(), job.attempt(), context.records().owner(),
                outcome, output.seq(), output.text(), model, context.provider().name(), timings());
        boolean written = output.publish(result, () -> stopped.get() instanceof StopReason.Abandoned);
        LOG.atInfo().addKeyValue("session", job.session()).addKeyValue("turn", job.turn())
                .addKeyValue("attempt", job.attempt()).addKeyValue("outcome", name(outcome))
                .addKeyValue("deltas", output.seq()).addKeyValue("totalMs", result.timings().totalMs())
                .log(written ? "turn executed" : "turn executed, result not written");
    }

    private Timings timings() {
        long accepted = job.turn().timestamp();
        Long firstToken = firstTokenNanos == NOT_YET ? null : (firstTokenNanos - calledAtNanos) / 1_000_000;
        return new Timings(Math.max(0, startedAtMs - accepted), firstToken,
                Math.max(0, System.currentTimeMillis() - accepted));
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed done -> done.finishReason();
            case Outcome.Broken error -> error.code();
        };
    }
}
