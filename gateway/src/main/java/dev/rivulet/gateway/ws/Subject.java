package dev.rivulet.gateway.ws;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;

/**
 * What can be read.
 *
 * @param turn null for the session as a whole
 */
record Subject(SessionId session, TurnId turn) {}
