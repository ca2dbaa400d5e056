package dev.rivulet.worker.provider;

import dev.rivulet.schemas.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/** A provider did not bring an answer to its proper end. The message is a sentence for the client. */
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

    /** How long the provider asks to wait before the next call. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
