package dev.rivulet.schemas.command;

import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * Makes a prompt idempotent: if an earlier prompt of the session had the same key, no turn is begun, and the earlier
 * turn is meant. The coordinator replies with the turn, in an {@link dev.rivulet.schemas.event.Accepted} for the
 * request.
 *
 * @param requestId a new UUID of version 7 for each request; the reply names it
 * @param key chosen by the client; null when the client chose the turn id instead, which then is the key
 * @param digest of the request's content; the same key with another digest is a conflict
 */
public record Idempotency(TurnId requestId, String key, String digest) {

    public static final int MAX_KEY = 255;
    private static final int MAX_DIGEST = 128;

    /**
     * @throws IllegalArgumentException when the key or the digest is empty or too long; the message does not contain it
     */
    public Idempotency {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(digest, "digest");
        if (key != null && (key.isEmpty() || key.length() > MAX_KEY)) {
            throw new IllegalArgumentException("an idempotency key has 1 to " + MAX_KEY + " characters");
        }
        if (digest.isEmpty() || digest.length() > MAX_DIGEST) {
            throw new IllegalArgumentException("a digest has 1 to " + MAX_DIGEST + " characters");
        }
    }

    /** Leaves out what the client chose: safe for logs. */
    @Override
    public String toString() {
        return "Idempotency[requestId=" + requestId + "]";
    }
}
