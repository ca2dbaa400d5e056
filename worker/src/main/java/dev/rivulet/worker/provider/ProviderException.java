package dev.rivulet.worker.provider;

import dev.rivulet.schemas.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/** A call to a provider failed. The message is a sentence for the client. */
public final class ProviderException extends Exception {

    private final ErrorCode code;
    private final Duration retryAfter;

    public ProviderException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    public ProviderException(ErrorCode code, String message, Throwable cause) {
        this(code, message, null, cause);
    }

    /** @param retryAfter null when the provider did not say */
    public ProviderException(ErrorCode code, String message, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public ErrorCode code() {
        return code;
    }

    /** Returns how long to wait before the next call, if the provider said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
