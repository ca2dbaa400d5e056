package dev.rivulet.worker.execution;

import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.worker.provider.AnswerPrefix;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams the answer of one attempt from a provider to the output: from its beginning, or from where the text of
 * earlier attempts ends. All but {@link #stop} is called by the execution's own thread; what it says comes on the
 * provider's.
 */
final class AnswerStream {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerStream.class);
    private static final long BYTES_PER_CHAR = 2;

    private final TurnJob job;
    private final ExecutionContext context;
    private final ExecutionLimits limits;
    private final TurnOutput output;
    private final AttemptTimes times;
    private final Slots.Ticket slot;
    private final TurnExecution execution;
    private final LlmRequest request;
    private final EarlierText earlierText;
    private final AnswerWriter writer;

    /** The newest call; an earlier one is over. */
    private volatile LlmCall call;
    private final BrokenAnswer broken;
    private final AttemptUsage used;

    /** Requests nothing yet. */
    AnswerStream(TurnJob job, ExecutionContext context, ExecutionLimits limits, TurnOutput output, AttemptTimes times,
            Slots.Ticket slot, TurnExecution execution) {
        this.job = job;
        this.context = context;
        this.limits = limits;
        this.output = output;
        this.times = times;
        this.slot = slot;
        this.execution = execution;
        String model = job.options().model() != null ? job.options().model() : context.defaultModel();
        this.request = new LlmRequest(model, job.messages(), job.options().maxTokens(),
                limits.maxTokens().orElse(null), job.options().temperature()).with(job.options().toldToModel());
        this.earlierText = new EarlierText(job, context.earlier());
        this.used = new AttemptUsage(new LostUsage(job, context.earlier()));
        this.call = context.provider().prepare(request);
        this.broken = new BrokenAnswer(job.options().wantsContinuation() && context.provider().canContinue(),
                limits.continuations());
        this.writer = new AnswerWriter(job, context, limits, output, times, slot, execution, broken, used);
    }

    /** Returns the provider and model that were asked last, here or for what is continued; null if none were. */
    Started asked() {
        return writer.asked();
    }

    /** Returns what all calls have used, when they are over: see {@link AttemptUsage#total}. May block for a second. */
    Usage usage() {
        return used.total(request.messages(), output.produced());
    }

    /** Ends whatever it is doing: the execution was stopped. Any thread; does not block. */
    void stop(StopReason reason) {
        earlierText.cancel();
        call.stop(reason.blamesProvider() ? LlmCall.Stop.TIMED_OUT : LlmCall.Stop.CANCELLED);
    }

    /**
     * A time-out has passed. Returns whether the answer goes on with another call all the same. Called by the watchdog.
     */
    boolean goesOnAfter(StopReason timeout) {
        if (!broken.isLeft(timeout)) {
            return false;
        }
        call.stop(LlmCall.Stop.TIMED_OUT);
        return true;
    }

    /** Blocks until the answer is there, or nothing more of it will be. Returns how the attempt ended. */
    Optional<Outcome> stream() {
        return ContinuationPolicy.of(job).isDue() ? continueAnswer() : callProvider();
    }

    private Optional<Outcome> callProvider() {
        used.beginsAnew();
        times.called(context.timer().nanoTime());
        try {
            return completed(call.stream(writer));
        } catch (ProviderException failure) {
            return brokenOff(failure);
        }
    }

    /** The answer goes on with other calls as long as it may, or ends as it broke off. */
    private Optional<Outcome> brokenOff(ProviderException first) {
        ProviderException failure = first;
        while (execution.stopReason() == null) {
            String text = output.text();
            boolean whole = !text.isEmpty() && !Character.isHighSurrogate(text.charAt(text.length() - 1));
            // Before the watchdog could take the break for one of the next call.
            times.continued(context.timer().nanoTime());
            if (!broken.goesOnAfter(failure, whole)) {
                if (broken.wentOn()) {
                    context.metrics().continuation("provider", "failed");
                }
                return failed(broken.outcome());
            }
            context.metrics().providerCall(failure.code().code());
            prepare(request.continuing(new AnswerPrefix(text, writer.pieces())));
            try {
                return completed(call.stream(writer));
            } catch (ProviderException again) {
                failure = again;
            }
        }
        return failed(failure);
    }

    /** Goes on where the text of earlier attempts ends, if it has begun and a provider can. */
    private Optional<Outcome> continueAnswer() {
        Optional<StandingText> standing;
        try {
            standing = earlierText.read(limits.total());
        } catch (ExecutionException | TimeoutException | CancellationException | InterruptedException unreadable) {
            return execution.stopReason() != null ? execution.stopReason().outcome() : insteadOfContinuing(unreadable);
        }
        if (standing.isEmpty()) {
            return callProvider();
        }
        StandingText earlier = standing.get();
        used.follows(new EarlierCalls(earlier.calls(), earlier.text()));
        writer.continueAfter(earlier);
        slot.grow(BYTES_PER_CHAR * earlier.text().length());
        try {
            if (!context.provider().canContinue()) {
                return insteadOfContinuing(null);
            }
            prepare(request.continuing(new AnswerPrefix(earlier.text(), earlier.seq())));
            times.called(context.timer().nanoTime());
            return completed(call.stream(writer));
        } catch (ProviderException failure) {
            if (writer.startShown() || execution.stopReason() != null) {
                return brokenOff(failure);
            }
            context.metrics().providerCall(failure.code().code());
            return insteadOfContinuing(failure);
        } finally {
            writer.showContinuation();
        }
    }

    /** Nothing was shown of the answer's rest: the turn starts again, or fails. */
    private Optional<Outcome> insteadOfContinuing(Exception reason) {
        boolean restarts = ContinuationPolicy.of(job).restartsOtherwise();
        context.metrics().continuation("worker", restarts ? "restarted" : "failed");
        LOG.atWarn().addKeyValue("turn", job.turn()).addKeyValue("attempt", job.attempt())
                .addKeyValue("instead", restarts ? "restart" : "fail").setCause(reason)
                .log("an answer could not be continued");
        if (!restarts) {
            return Optional.of(ContinuationPolicy.NOT_CONTINUED);
        }
        writer.beginAnew();
        prepare(request);
        return callProvider();
    }

    private void prepare(LlmRequest next) {
        call = context.provider().prepare(next);
        StopReason reason = execution.stopReason();
        if (reason != null) {
            stop(reason);
        }
    }

    private Optional<Outcome> completed(LlmCompletion completion) {
        if (completion.usage() != null) {
            used.reported(completion.usage());
            context.metrics().used(writer.lastRequest(), completion.usage());
        }
        // The end was on its way when the stop came. Tokens since then were ignored: the completion is not whole.
        StopReason late = execution.stopReason();
        context.metrics().providerCall(late != null ? "stopped" : "ok");
        if (late != null) {
            return late.outcome();
        }
        return Optional.of(new Outcome.Completed(completion.finishReason(), completion.usage()));
    }

    private Optional<Outcome> failed(ProviderException failure) {
        StopReason reason = execution.stopReason();
        context.metrics().providerCall(reason != null ? "stopped" : failure.code().code());
        return reason != null
                ? reason.outcome()
                : Optional.of(Outcome.failed(failure.code(), failure.getMessage(),
                        failure.retryAfter().orElse(null)));
    }
}
