package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;

/**
 * A prompt that cannot be processed, although its turn can be named: the turn ends.
 *
 * @param idempotency null when there is none, or it cannot be read
 * @param outcome why
 */
public record RefusedPrompt(SessionId sessionId, TurnId turnId, Idempotency idempotency, Outcome outcome) {

    /** Returns the turn's result, for a prompt whose session cannot be asked. */
    public TurnFinished result() {
        return new TurnFinished(sessionId, turnId, 0, TurnFinished.COORDINATOR, outcome, 0, "", null, null,
                Timings.UNKNOWN);
    }
}
