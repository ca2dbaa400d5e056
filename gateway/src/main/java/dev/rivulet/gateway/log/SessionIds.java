package dev.rivulet.gateway.log;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes ids of sessions that clients do not name: in partitions that this gateway prefers, so that it reads them anyway
 * (ADR 44). A session can be used at any gateway. Thread-safe.
 */
public final class SessionIds {

    /** Enough for one partition of fifty; and as many take less time than a write to a socket. */
    private static final int MAX_DRAWS = 256;

    private final Predicate<OwnedSession> preferred;

    /** @param preferred whether this gateway prefers the partition of a session; may change at any time */
    public SessionIds(Predicate<OwnedSession> preferred) {
        this.preferred = preferred;
    }

    /** Returns a new session of a principal, with an id that cannot be guessed. */
    public OwnedSession next(Principal principal) {
        return draw(principal, () -> "s-" + UUID.randomUUID());
    }

    /**
     * Draws ids until one is preferred. Of many draws without one the last is returned.
     *
     * @param principal owns the session; the partition depends on it, too
     * @param random returns a new id each time
     */
    public OwnedSession draw(Principal principal, Supplier<String> random) {
        OwnedSession session = principal.session(random.get());
        for (int draws = 1; draws < MAX_DRAWS && !preferred.test(session); draws++) {
            session = principal.session(random.get());
        }
        return session;
    }
}
