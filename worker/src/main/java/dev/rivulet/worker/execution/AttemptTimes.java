package dev.rivulet.worker.execution;

import dev.rivulet.schemas.ErrorCode;
import java.util.Optional;

/**
 * The times of one attempt, and which of its time-outs has passed. Written by the thread that brings the tokens, read
 * by the watchdog's.
 */
final class AttemptTimes {

    private enum Phase {
        NOT_CALLED,
        BEFORE_FIRST_TOKEN,
        /** Also between two parts of the model's reasoning, before the first token. */
        BETWEEN_TOKENS,
        WRITING
    }

    private final ExecutionLimits limits;
    private long calledAt;
    private long waitingSince;
    private boolean anyToken;
    private long firstTokenAt;
    private long lastTokenAt;
    private long idleSince;
    /** Written after the times that go with it. */
    private volatile Phase phase = Phase.NOT_CALLED;

    AttemptTimes(ExecutionLimits limits) {
        this.limits = limits;
    }

    void called(long nanos) {
        calledAt = nanos;
        waitingSince = nanos;
        phase = Phase.BEFORE_FIRST_TOKEN;
    }

    /** Another request is sent. After a provider that was at work, the next one has the time of a first. */
    void requestSent(long nanos) {
        if (!anyToken && phase == Phase.BETWEEN_TOKENS) {
            waitingSince = nanos;
            phase = Phase.BEFORE_FIRST_TOKEN;
        }
    }

    /** Another call goes on with the answer. It has the time of a first one until its first token. */
    void continued(long nanos) {
        waitingSince = nanos;
        phase = Phase.BEFORE_FIRST_TOKEN;
    }

    /** The model is at work, such as reasoning, but there is no text. */
    void alive(long nanos) {
        written(nanos);
    }

    /** A token arrived and is being written. Time that Kafka takes does not count against the provider. */
    void token(long nanos) {
        if (!anyToken) {
            anyToken = true;
            firstTokenAt = nanos;
        }
        lastTokenAt = nanos;
        phase = Phase.WRITING;
    }

    /** Something arrived that is no token, and is being written. */
    void writing(long nanos) {
        lastTokenAt = nanos;
        phase = Phase.WRITING;
    }

    void written(long nanos) {
        idleSince = nanos;
        phase = Phase.BETWEEN_TOKENS;
    }

    boolean firstTokenPending() {
        return !anyToken;
    }

    long sinceCall(long nanos) {
        return nanos - calledAt;
    }

    long sinceLastToken(long nanos) {
        return nanos - lastTokenAt;
    }

    /** Returns the milliseconds from the call to the first token; null when there was none. */
    Long firstTokenMs() {
        return anyToken ? (firstTokenAt - calledAt) / 1_000_000 : null;
    }

    /** Returns how long a token has been on its way to Kafka, in nanoseconds. Any thread. */
    long writingFor(long nanos) {
        return phase == Phase.WRITING ? nanos - lastTokenAt : 0;
    }

    /**
     * Returns the time-out that has passed at a moment. Any thread.
     *
     * @param readingSince since when responses are read without a stall; earlier time does not count against the
     *            provider
     */
    Optional<StopReason> exceeded(long nanos, long readingSince) {
        Phase now = phase;
        if (now == Phase.NOT_CALLED) {
            return Optional.empty();
        }
        if (nanos - calledAt > limits.total().toNanos()) {
            return timeout(ErrorCode.TOTAL_TIMEOUT, "The answer took longer than a turn may take.");
        }
        if (now == Phase.BEFORE_FIRST_TOKEN
                && nanos - later(waitingSince, readingSince) > limits.firstToken().toNanos()) {
            return timeout(ErrorCode.FIRST_TOKEN_TIMEOUT, "The provider sent no token in time.");
        }
        if (now == Phase.BETWEEN_TOKENS && nanos - later(idleSince, readingSince) > limits.idle().toNanos()) {
            return timeout(ErrorCode.IDLE_TIMEOUT, "The provider stopped sending tokens.");
        }
        return Optional.empty();
    }

    private static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }

    private static Optional<StopReason> timeout(ErrorCode code, String message) {
        return Optional.of(new StopReason.TimedOut(code, message));
    }
}
