package dev.rivulet.schemas.command;

import dev.rivulet.schemas.SessionId;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A gateway says how many followers a session has there. Changes nothing of the session, and is never stored. The
 * coordinator adds up what the gateways say, and tells the followers with {@link dev.rivulet.schemas.event.Watching}.
 * It has no request id: workers of earlier versions pass over it and reply nothing.
 *
 * @param gateway the process that counts: 1 to 64 of {@code A-Z a-z 0-9 . _ -}
 * @param readers its followers of the session, up to 1,000,000; 0: none any more
 * @param validMs how long that holds unless the gateway says it again, in milliseconds, up to an hour: a gateway that
 *     was killed says nothing more. {@link #ALONE} times as long while the session has no other follower, as nobody is
 *     told anything then
 */
public record ReadersChanged(SessionId sessionId, String gateway, int readers, int validMs) implements Command {

    /** The longest {@link #validMs}. */
    public static final int MAX_VALID_MS = 3_600_000;

    /** How much longer a number holds, and how much rarer it is said again, of a session with one follower. */
    public static final int ALONE = 10;

    private static final int MAX_READERS = 1_000_000;
    private static final Pattern GATEWAY = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** @throws IllegalArgumentException when a value is out of bounds; the message does not contain it */
    public ReadersChanged {
        Objects.requireNonNull(sessionId, "sessionId");
        if (gateway == null || !GATEWAY.matcher(gateway).matches()) {
            throw new IllegalArgumentException("a gateway is 1 to 64 characters out of A-Z a-z 0-9 . _ -");
        }
        if (readers < 0 || readers > MAX_READERS) {
            throw new IllegalArgumentException("readers are 0 to " + MAX_READERS);
        }
        if (validMs < 1 || validMs > MAX_VALID_MS) {
            throw new IllegalArgumentException("validMs is 1 to " + MAX_VALID_MS);
        }
    }
}
