package dev.rivulet.client;

import java.io.IOException;
import java.time.Duration;

/** A try failed, but another may succeed. */
final class RetryableException extends IOException {

    private final transient Duration retryAfter;

    /** @param retryAfter how long the gateway must not be tried; null if it did not say */
    RetryableException(String message, Throwable cause, Duration retryAfter) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
