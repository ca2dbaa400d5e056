package dev.rivulet.client;

import java.time.Duration;
import java.util.Optional;

/** The turn ended with an {@code error} event. */
public sealed class TurnFailedException extends RivuletException permits TurnTimeoutException {

    private final TurnFailure failure;

    TurnFailedException(TurnFailure failure, ReadProgress progress) {
        super(failure.code() + ": " + failure.message(), null, progress);
        this.failure = failure;
    }

    /** Returns a {@link TurnTimeoutException} if a timeout of the turn expired. */
    static TurnFailedException of(TurnFailure failure, ReadProgress progress) {
        return TurnTimeoutException.Limit.of(failure.code())
                .<TurnFailedException>map(limit -> new TurnTimeoutException(limit, failure, progress))
                .orElseGet(() -> new TurnFailedException(failure, progress));
    }

    public TurnFailure failure() {
        return failure;
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
