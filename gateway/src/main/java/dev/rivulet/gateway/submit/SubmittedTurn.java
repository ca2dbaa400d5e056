package dev.rivulet.gateway.submit;

import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;

/**
 * The turn that a submission stands for.
 *
 * @param log where its events are, or will be
 */
public record SubmittedTurn(SessionId session, TurnLog log) {

    public TurnId turn() {
        return log.turn();
    }
}
