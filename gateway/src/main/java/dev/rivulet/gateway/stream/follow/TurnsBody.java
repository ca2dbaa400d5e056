package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.identity.OwnedSession;
import java.util.List;

/**
 * Turns of a session that have ended, as clients are sent them.
 *
 * @param turns newest first
 * @param more true if the session has older ones; null otherwise
 */
public record TurnsBody(OwnedSession sessionId, List<TurnBody> turns, Boolean more) {}
