package dev.rivulet.worker.execution;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.worker.provider.ProviderException;

/**
 * Whether an answer that a provider breaks off in the middle goes on with another call. Used by the thread that makes
 * the calls and the one that brings the tokens; {@link #isLeft} by the watchdog.
 */
final class BrokenAnswer {

    private final boolean wanted;
    private final int most;
    private volatile int breaks;
    private volatile boolean token; // of the present call
    private volatile boolean other; // a part that is no text
    /** Why the present call is stopped although the execution goes on; null if it is not. */
    private volatile StopReason.TimedOut idle;
    /** How the call failed that the present one goes on from; null if that is the first. */
    private ProviderException broken;

    /**
     * @param wanted whether the turn wants that, and a provider can
     * @param most how often it may happen
     */
    BrokenAnswer(boolean wanted, int most) {
        this.wanted = wanted;
        this.most = most;
    }

    /** A token came. Returns whether it is the first of a call that goes on. */
    boolean token() {
        boolean first = !token && breaks > 0;
        token = true;
        return first;
    }

    /** Returns whether the answer was broken off before, and went on. */
    boolean wentOn() {
        return breaks > 0;
    }

    /** A part came that is no text, such as a tool call. */
    void other() {
        other = true;
    }

    /**
     * The provider has sent nothing for too long. Returns whether the answer goes on with another call, for which the
     * present one has to be stopped. Called by the watchdog, again until it is.
     */
    boolean isLeft(StopReason reason) {
        if (reason instanceof StopReason.TimedOut timeout && timeout.code() == ErrorCode.IDLE_TIMEOUT
                && (idle != null || mayGoOn())) {
            idle = timeout;
            return true;
        }
        return false;
    }

    /**
     * The present call failed, and the execution was not stopped. Returns whether another goes on from there. If not,
     * {@link #outcome} says how the answer ends.
     *
     * @param whole whether the text so far can be sent to a provider
     */
    boolean goesOnAfter(ProviderException failure, boolean whole) {
        StopReason.TimedOut left = idle;
        ProviderException reason = left == null ? failure : new ProviderException(left.code(), left.message());
        boolean goesOn = whole && mayGoOn() && isBreak(reason.code());
        if (token || broken == null) {
            broken = reason;
        }
        if (goesOn) {
            breaks++;
            token = false;
            idle = null;
        }
        return goesOn;
    }

    /** Returns the failure of the last call that brought text: what broke the answer off. */
    ProviderException outcome() {
        return broken;
    }

    private boolean mayGoOn() {
        return wanted && token && !other && breaks < most;
    }

    private static boolean isBreak(ErrorCode code) {
        return switch (code) {
            case UPSTREAM_TRUNCATED, UPSTREAM_UNREACHABLE, UPSTREAM_ERROR, IDLE_TIMEOUT -> true;
            default -> false;
        };
    }
}
