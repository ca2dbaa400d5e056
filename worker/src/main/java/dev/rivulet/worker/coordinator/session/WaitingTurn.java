package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;

/**
 * A turn that waits behind others of its session.
 *
 * @param claimed its newest attempt that a coordinator claimed which knew more than this state: it had read the result of
 *            the turn before, and may have started the attempt. 0: none
 */
public record WaitingTurn(PromptRequested request, int claimed) {

    public TurnId id() {
        return request.turnId();
    }

    WaitingTurn claimed(int attempt) {
        return new WaitingTurn(request, Math.max(claimed, attempt));
    }
}
