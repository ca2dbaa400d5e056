package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;

/**
 * The turn that a submission has led to: a new one, or an earlier one with the same idempotency key.
 *
 * @param log the turn's events, of which there may be none yet
 */
public record SubmittedTurn(TurnLog log) {

    public SessionId session() {
        return log.turn().session();
    }

    public TurnId turn() {
        return log.turn().id();
    }
}
