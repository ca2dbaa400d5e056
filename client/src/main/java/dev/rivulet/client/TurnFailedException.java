package dev.rivulet.client;

import java.time.Duration;
import java.util.Optional;

/** The turn ended with an {@code error} event. */
public sealed class TurnFailedException extends RivuletException permits TurnTimeoutException {

    private final TurnFailure failure;
    private final Timings timings; // null if they are not known

    TurnFailedException(TurnFailure failure, Timings timings, ReadProgress progress) {
        super(failure.code() + ": " + failure.message(), null, progress);
        this.failure = failure;
        this.timings = timings;
    }

    /** Returns a {@link TurnTimeoutException} if a timeout of the turn expired. */
    static TurnFailedException of(TurnFailure failure, Timings timings, ReadProgress progress) {
        return TurnTimeoutException.Limit.of(failure.code())
                .<TurnFailedException>map(limit -> new TurnTimeoutException(limit, failure, timings, progress))
                .orElseGet(() -> new TurnFailedException(failure, timings, progress));
    }

    public TurnFailure failure() {
        return failure;
    }

    /** Returns how long the turn took, if that is known. */
    public Optional<Timings> timings() {
        return Optional.ofNullable(timings);
    }

    /** Returns the tokens that were used all the same; empty if no provider was asked. */
    public Optional<Usage> usage() {
        return Optional.ofNullable(failure.usage());
    }

    /** Returns a stable code for programs: one of the protocol's table, or of a later version. */
    public String code() {
        return failure.code();
    }

    /** Returns whether the same prompt may succeed as a new turn. */
    public boolean retryable() {
        return failure.retryable();
    }

    /** Returns how long to wait before the prompt is sent again, if the provider said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(failure.retryAfterMs()).map(Duration::ofMillis);
    }
}
