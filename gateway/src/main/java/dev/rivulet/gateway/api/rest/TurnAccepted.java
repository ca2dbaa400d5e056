package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.lookup.TurnSnapshot.Status;
import dev.rivulet.schemas.TurnId;

/**
 * The body of a 202 response to a command about a turn.
 *
 * @param status the status of a new turn; null for a cancel
 */
record TurnAccepted(OwnedSession sessionId, TurnId turnId, Status status) {

    /** Returns the path of a turn. */
    static String location(OwnedSession session, TurnId turn) {
        return "/v1/sessions/" + session + "/turns/" + turn;
    }
}
