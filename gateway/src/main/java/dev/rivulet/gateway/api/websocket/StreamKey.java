package dev.rivulet.gateway.api.websocket;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;

/**
 * What can be read.
 *
 * @param turn null for the session as a whole
 */
record StreamKey(SessionId session, TurnId turn) {}
