package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.schemas.TurnId;

/**
 * The turn that a submission has led to: a new one, or an earlier one with the same idempotency key.
 *
 * @param log the turn's events, of which there may be none yet
 */
public record SubmittedTurn(TurnLog log) {

    public OwnedSession session() {
        return log.session();
    }

    public TurnId turn() {
        return log.id();
    }
}
