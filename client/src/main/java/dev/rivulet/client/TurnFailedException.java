package dev.rivulet.client;

/** The turn itself ended as {@code error}. */
public sealed class TurnFailedException extends RivuletException permits TurnTimeoutException {

    private final TurnFailure failure;

    TurnFailedException(TurnFailure failure, ReadProgress progress) {
        super(failure.code() + ": " + failure.message(), null, progress);
        this.failure = failure;
    }

    /** A time-out of the turn is its own type. */
    static TurnFailedException of(TurnFailure failure, ReadProgress progress) {
        return TurnTimeoutException.Limit.of(failure.code())
                .<TurnFailedException>map(limit -> new TurnTimeoutException(limit, failure, progress))
                .orElseGet(() -> new TurnFailedException(failure, progress));
    }

    public TurnFailure failure() {
        return failure;
    }

    /** Stable, for programs: one of those in the protocol's table, or of a later version. */
    public String code() {
        return failure.code();
    }

    /** Whether the same prompt can succeed when sent again, as a new turn. */
    public boolean retryable() {
        return failure.retryable();
    }
}
