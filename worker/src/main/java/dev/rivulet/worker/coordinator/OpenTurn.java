package dev.rivulet.worker.coordinator;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;

/**
 * The turn a session runs now.
 *
 * @param attempt which execution of the turn this is, from 1
 * @param owner the worker process that runs it
 * @param dispatchedAt when this attempt was handed to its owner, milliseconds since the epoch
 * @param cancelRequested someone asked for its end; it is not started again
 */
record OpenTurn(PromptRequested request, int attempt, String owner, long dispatchedAt, boolean cancelRequested) {

    TurnId id() {
        return request.turnId();
    }

    OpenTurn nextAttempt(String newOwner, long now) {
        return new OpenTurn(request, attempt + 1, newOwner, now, cancelRequested);
    }

    OpenTurn cancelling() {
        return new OpenTurn(request, attempt, owner, dispatchedAt, true);
    }
}
