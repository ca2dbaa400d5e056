package dev.rivulet.worker.provider;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.worker.provider.failure.FailureDetail;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** A call to a provider failed. The message is a sentence for the client, {@link #detail} is for operators. */
public final class ProviderException extends Exception {

    private final ErrorCode code;
    private final Duration retryAfter;
    private final Supplier<FailureDetail> detail;

    public ProviderException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public ProviderException(ErrorCode code, String message, Throwable cause) {
        this(code, message, cause, null, () -> FailureDetail.NONE);
    }

    private ProviderException(ErrorCode code, String message, Throwable cause, Duration retryAfter,
            Supplier<FailureDetail> detail) {
        super(message, cause);
        this.code = code;
        this.retryAfter = retryAfter;
        this.detail = detail;
    }

    /** @param wait null when the provider did not say */
    public ProviderException withRetryAfter(Duration wait) {
        return new ProviderException(code, getMessage(), getCause(), wait, detail);
    }

    /** @param other makes the detail when it is asked for, each time */
    ProviderException withDetail(Supplier<FailureDetail> other) {
        return new ProviderException(code, getMessage(), getCause(), retryAfter, other);
    }

    public ErrorCode code() {
        return code;
    }

    /** Returns how long to wait before the next call, if the provider said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Returns what operators are told beside the code. Reads the whole request to leave out what is quoted of it: not
     * to be called on an event loop.
     */
    public FailureDetail detail() {
        return detail.get();
    }
}
