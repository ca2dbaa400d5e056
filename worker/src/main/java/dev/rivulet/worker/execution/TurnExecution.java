package dev.rivulet.worker.execution;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.fairness.ShareKey;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of one turn: waits for a slot, publishes {@code started} and the provider's tokens as deltas, and writes
 * the result when Kafka has acknowledged them all. Runs once, on its own virtual thread; tokens come on the provider's.
 * {@link #stop} may be called on any thread. The thread is never interrupted: an interrupt could reach the producer,
 * and the result would be lost.
 */
final class TurnExecution {

    private static final Logger LOG = LoggerFactory.getLogger(TurnExecution.class);
    private static final long BYTES_PER_CHAR = 2;
    /** What objects add to a message. */
    private static final long MESSAGE_BYTES = 64;

    private final TurnJob job;
    private final ExecutionContext context;
    private final ExecutionLimits limits;
    private final TurnOutput output;
    private final AttemptTimes times;
    private final AnswerStream answer;
    private final Slots.Ticket slot;
    private final AtomicReference<StopReason> stopped = new AtomicReference<>();
    private volatile boolean passedOn;
    /** Whether its coordinator was told that it does not begin here. Of its own thread. */
    private boolean givenUp;

    /** When its wait for a slot was over, in milliseconds since the epoch. */
    private long startedAtMs;
    /** Whether it has a slot. Of its own thread. */
    private boolean admitted;

    /** Requests nothing yet. */
    TurnExecution(TurnJob job, ExecutionContext context) {
        this.job = job;
        this.context = context;
        this.limits = context.limits().of(job.options());
        this.output = new TurnOutput(job, context, () -> stop(new StopReason.Unwritable()));
        this.times = new AttemptTimes(limits);
        this.slot = context.slots().ticket(ShareKey.of(job.session()), promptBytes(job),
                () -> stop(new StopReason.OutOfMemory()));
        this.answer = new AnswerStream(job, context, limits, output, times, slot, this);
    }

    /**
     * Requests the slot that {@link #run} waits for. Does not block. From then on another execution's thread may stop
     * this one, so it is not done in the constructor.
     */
    void requestSlot() {
        slot.request();
    }

    TurnJob job() {
        return job;
    }

    /** Ends the execution early, whatever it is doing. The first reason counts. Does not block. */
    void stop(StopReason reason) {
        if (stopped.compareAndSet(null, reason)) {
            slot.cancel();
            answer.stop(reason);
        }
    }

    /** Returns why the execution was stopped; null if it was not. Any thread. */
    StopReason stopReason() {
        return stopped.get();
    }

    Slots.Ticket slot() {
        return slot;
    }

    /** Gives the attempt up if it still waits for a slot, so that the turn can start elsewhere. Does not block. */
    boolean passOn() {
        passedOn = true;
        return slot.cancel();
    }

    /** Returns whether it has ended without a result, and nobody gave it up. Called on its own thread. */
    boolean isLost() {
        return !givenUp && !(stopped.get() instanceof StopReason.Abandoned);
    }

    /** Returns how long a token has been on its way to Kafka, in nanoseconds. */
    long writingFor(long nanos) {
        return times.writingFor(nanos);
    }

    /**
     * Stops the execution when one of its time-outs has passed, unless its answer goes on with another call. Called by
     * the watchdog.
     *
     * @param readingSince since when responses are read without a stall, as {@link System#nanoTime}
     */
    void checkTimeouts(long nanos, long readingSince) {
        if (stopped.get() == null) {
            times.exceeded(nanos, readingSince).filter(reason -> !answer.goesOnAfter(reason)).ifPresent(this::stop);
        }
    }

    /** Strings have at most two bytes per UTF-16 code unit. */
    private static long promptBytes(TurnJob job) {
        return job.messages().stream()
                .mapToLong(message -> MESSAGE_BYTES + BYTES_PER_CHAR * message.content().length()).sum();
    }

    /** Runs the attempt. Returns whether its result is in Kafka. */
    boolean run() {
        try {
            return runToItsEnd();
        } finally {
            if (admitted) {
                slot.release();
            }
        }
    }

    private boolean runToItsEnd() {
        Optional<Outcome> outcome;
        try {
            outcome = outcome();
        } catch (RuntimeException fault) {
            logFault(fault);
            outcome = Optional.of(Outcome.failed(ErrorCode.INTERNAL, "The turn failed inside Rivulet."));
        }
        try {
            return outcome.map(this::finish).orElse(false);
        } catch (RuntimeException fault) {
            logFault(fault);
            return false;
        }
    }

    /** Returns how the attempt ended; empty when no result is to be written. */
    private Optional<Outcome> outcome() {
        long waited = System.currentTimeMillis() - job.waitingSince();
        admitted = slot.await(Math.max(0, limits.queue().toMillis() - waited));
        startedAtMs = System.currentTimeMillis();
        if (!admitted) {
            return notAdmitted();
        }
        context.pendingPrompts().await(job.sessionTurn());
        return stopped.get() != null ? stopped.get().outcome() : stream();
    }

    private Optional<Outcome> notAdmitted() {
        if (stopped.get() != null) {
            return stopped.get().outcome();
        }
        if (passedOn || context.slots().closed()) {
            givenUp = true;
            context.records().giveUp(job);
            return Optional.empty();
        }
        if (slot.refused()) {
            return Optional.of(Outcome.failed(ErrorCode.WORKER_OVERLOADED,
                    "The worker has no memory for one more turn that waits."));
        }
        return Optional.of(Outcome.failed(ErrorCode.QUEUE_TIMEOUT, "The turn waited too long for a worker."));
    }

    private Optional<Outcome> stream() {
        context.metrics().started(queuedMs());
        try {
            return answer.stream();
        } finally {
            output.end();
        }
    }

    private boolean finish(Outcome outcome) {
        Started asked = answer.asked();
        Outcome shown = (output.awaitPublished() ? outcome : new StopReason.Unwritable().outcome().orElseThrow())
                .withUsage(answer.usage());
        TurnFinished result = new TurnFinished(job.session(), job.turn(), job.attempt(), context.records().owner(),
                shown, output.seq(), output.text(), asked == null ? null : asked.model(),
                asked == null ? null : asked.provider(), timings()).withParts(output.parts()).withInput(
                        job.input() == null ? null : job.input().atMost(limits.inputChars()))
                .by(job.requestedBy());
        boolean written = output.publish(result, () -> stopped.get() instanceof StopReason.Abandoned);
        LOG.atInfo().addKeyValue("turn", job.turn())
                .addKeyValue("attempt", job.attempt()).addKeyValue("outcome", shown.reason())
                .addKeyValue("deltas", output.seq()).addKeyValue("totalMs", result.timings().totalMs())
                .log(written ? "turn executed" : "turn executed, result not written");
        return written;
    }

    private Timings timings() {
        return new Timings(queuedMs(), times.firstTokenMs(),
                Math.max(0, System.currentTimeMillis() - job.turn().timestamp()));
    }

    /** What a lost attempt took is no wait. */
    private long queuedMs() {
        return Math.max(0, startedAtMs - job.waitingSince());
    }

    private void logFault(RuntimeException fault) {
        LOG.atError().addKeyValue("turn", job.turn())
                .addKeyValue("attempt", job.attempt()).setCause(fault).log("execution failed");
    }
}
