package dev.rivulet.client;

import java.io.IOException;
import java.time.Duration;

/** A try failed for a reason that may pass. */
final class LostException extends IOException {

    private final transient Duration stayAway;

    /** @param stayAway how long the gateway wants clients to stay away from it; null: it did not say */
    LostException(String message, Throwable cause, Duration stayAway) {
        super(message, cause);
        this.stayAway = stayAway;
    }

    Duration stayAway() {
        return stayAway;
    }
}
