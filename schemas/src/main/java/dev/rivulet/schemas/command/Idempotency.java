package dev.rivulet.schemas.command;

import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * What makes a prompt the same as an earlier one of its session: then that one's turn is meant, and no other is begun. The
 * coordinator says which turn it is in an {@link dev.rivulet.schemas.event.Accepted} addressed to the request.
 *
 * @param requestId new for each request, a UUID of version 7: where the answer goes
 * @param key chosen by the client; null when the client chose the turn id instead, which then is the key
 * @param digest of what was asked; the same key with another digest is a conflict
 */
public record Idempotency(TurnId requestId, String key, String digest) {

    public static final int MAX_KEY = 255;
    private static final int MAX_DIGEST = 128;

    /** @throws IllegalArgumentException when a part is empty or too long; the message does not repeat it */
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
