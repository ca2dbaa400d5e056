package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.schemas.TurnId;

/**
 * Identifies a stream of a connection.
 *
 * @param turn the turn that is read; null if the session is followed
 */
record StreamKey(OwnedSession session, TurnId turn) {}
