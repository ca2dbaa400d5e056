package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;

/**
 * The turn a session runs now. It may run only when its attempt is claimed, see {@link SessionMachine}.
 *
 * @param attempt which execution of the turn this is, from 1
 * @param owner the worker process that runs it, or wants to
 * @param term of the coordinator that asked for the claim
 * @param starts how many attempts of the turn were started, as far as this state knows
 * @param claimedAt when the claim was read and the attempt handed to its owner, milliseconds since the epoch; null before
 * @param cancelRequested someone asked for its end; it is not started again
 */
public record OpenTurn(PromptRequested request, int attempt, String owner, String term, int starts, Long claimedAt,
        boolean cancelRequested) {

    public TurnId id() {
        return request.turnId();
    }

    public boolean claimed() {
        return claimedAt != null;
    }

    /** The attempt that readers are told when no execution ends the turn: 0 when none can have begun. */
    int lastBegun() {
        return claimed() || attempt > 1 ? attempt : 0;
    }

    OpenTurn claimed(long now) {
        return new OpenTurn(request, attempt, owner, term, starts + 1, now, cancelRequested);
    }

    /** The next attempt to claim. */
    OpenTurn unclaimed(int newAttempt, String newOwner, String newTerm) {
        return new OpenTurn(request, newAttempt, newOwner, newTerm, starts, null, cancelRequested);
    }

    /** It turned out that the claimed attempt never began. */
    OpenTurn notStarted() {
        return new OpenTurn(request, attempt, owner, term, starts - 1, claimedAt, cancelRequested);
    }

    OpenTurn cancelling() {
        return new OpenTurn(request, attempt, owner, term, starts, claimedAt, true);
    }
}
