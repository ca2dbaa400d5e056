package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.recovery.LostAttempt;

/**
 * Makes the results that the coordinator writes itself, for turns that no execution ends.
 *
 * @param now in milliseconds since the epoch
 */
record CoordinatorResults(SessionId session, long now) {

    TurnFinished of(TurnId turn, int attempt, Outcome outcome) {
        return of(turn, attempt, outcome, now);
    }

    /** Returns the same result as when the turn ended without an attempt. */
    TurnFinished again(EndedTurn past) {
        return of(past.turn(), past.terminal().attempt(), past.outcome(), past.at());
    }

    /** Has a result written for the open turn, with what an attempt produced if one was started. */
    Effect end(OpenTurn open, Outcome outcome) {
        return open.claimed()
                ? new Effect.Recover(new LostAttempt(of(open.id(), open.attempt(), outcome), open.owner()))
                : new Effect.Report(of(open.id(), open.lastBegun(), outcome));
    }

    private TurnFinished of(TurnId turn, int attempt, Outcome outcome, long at) {
        long waited = Math.max(0, at - turn.timestamp());
        return new TurnFinished(session, turn, attempt, TurnFinished.COORDINATOR, outcome, 0, "", null, null,
                new Timings(waited, null, waited));
    }
}
