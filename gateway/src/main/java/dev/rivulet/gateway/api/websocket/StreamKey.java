package dev.rivulet.gateway.api.websocket;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;

/**
 * Identifies a stream of a connection.
 *
 * @param turn the turn that is read; null if the session is followed
 */
record StreamKey(SessionId session, TurnId turn) {}
