package dev.rivulet.client;

import java.io.IOException;
import java.time.Duration;

/** A try failed for a reason that may pass. */
final class RetryableException extends IOException {

    private final transient Duration retryAfter;

    /** @param retryAfter how long the gateway wants clients to stay away from it; null: it did not say */
    RetryableException(String message, Throwable cause, Duration retryAfter) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
