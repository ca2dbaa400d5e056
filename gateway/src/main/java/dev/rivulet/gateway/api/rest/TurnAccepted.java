package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.log.lookup.TurnSnapshot.Status;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;

/**
 * The answer to a command about a turn.
 *
 * @param status of a new turn; null for a cancel, which says nothing about where the turn is
 */
record TurnAccepted(SessionId sessionId, TurnId turnId, Status status) {

    static String location(SessionId session, TurnId turn) {
        return "/v1/sessions/" + session + "/turns/" + turn;
    }
}
