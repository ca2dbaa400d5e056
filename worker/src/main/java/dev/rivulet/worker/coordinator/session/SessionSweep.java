package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.result.Outcome;

/**
 * The rules of a session that no input triggers: lost workers, turns that wait too long, attempts that never end. A
 * sweep cannot be replayed after a crash. So it does not end a turn, but has a result written that does: see
 * {@link Effect.Report}. Until that is read, each sweep has it written again, unless it is on its way. Whether it
 * changes the state or has results written can be found from {@linkplain ActiveTurns#outline outlines}; what these are
 * cannot.
 *
 * @param term as of {@link SessionMachine}
 */
record SessionSweep(Term term, SessionLimits limits) {

    /** Returns whether {@link #apply} has anything to do. */
    boolean isNeeded(ActiveTurns active, AttemptLiveness liveness, long now) {
        OpenTurn open = active.open();
        boolean inOrder = open != null && (open.claimed()
                ? !open.wasSealed() && !liveness.isLost(open) && !limits.isOverdue(open, now)
                        && !open.mayBeUndelivered(term)
                : !open.cancelRequested() && isOwn(open) && !limits.isContested(open));
        return !inOrder || active.queue().stream()
                .anyMatch(waiting -> waiting.wasCancelled() || limits.hasWaitedTooLong(waiting, now));
    }

    void apply(SessionChange change, AttemptLiveness liveness, long now) {
        OpenTurn open = change.active().open();
        if (open != null && open.claimed()) {
            sweepRunning(change, open, liveness, now);
        } else if (open != null) {
            sweepUnclaimed(change, open, liveness);
        }
        change.active().queue().stream().filter(WaitingTurn::wasCancelled)
                .forEach(waiting -> change.cancelQueued(waiting.id()));
        change.active().waiting().filter(waiting -> limits.hasWaitedTooLong(waiting, now))
                .forEach(waiting -> change.report(waiting.request(), SessionMachine.QUEUED_TOO_LONG));
        change.startNext();
    }

    private void sweepRunning(SessionChange change, OpenTurn open, AttemptLiveness liveness, long now) {
        if (open.wasSealed()) {
            change.report(open, open.sealedAs());
        } else if (liveness.isLost(open)) {
            recover(change, open);
        } else if (limits.isOverdue(open, now)) {
            change.report(open, open.cancelRequested()
                    ? Outcome.cancelled()
                    : Outcome.failed(ErrorCode.INTERNAL, "The turn did not end in time."));
        } else if (open.mayBeUndelivered(term)) {
            change.checkDelivery(open);
        }
    }

    /**
     * Waits for a claim of this term, which is on its way through the log. Claims again in place of another term's,
     * which may have been lost with its coordinator, and when a worker has come that can execute the turn. What was
     * claimed for a third worker, which lives, may run there.
     */
    private void sweepUnclaimed(SessionChange change, OpenTurn open, AttemptLiveness liveness) {
        if (open.cancelRequested()) {
            change.report(open, Outcome.cancelled());
        } else if (limits.isContested(open)) {
            change.report(open, SessionMachine.CONTESTED);
        } else if (open.waitsForWorker() && limits.hasWaitedTooLong(open, change.now)) {
            change.report(open, SessionMachine.QUEUED_TOO_LONG);
        } else if (!isOwn(open)) {
            if (open.isElsewhere() && !liveness.isLost(open)) {
                change.adopt(open);
            } else {
                change.claimAfter(open, open.attempt());
            }
        }
    }

    private boolean isOwn(OpenTurn open) {
        return term.id().equals(open.term());
    }

    /** The open turn's attempt will not go on. The turn starts again, or ends, as it wants. */
    void recover(SessionChange change, OpenTurn open) {
        if (open.cancelRequested()) {
            change.report(open, Outcome.cancelled());
        } else if (!limits.startsAgain(open.request().options())) {
            change.report(open, Outcome.failed(ErrorCode.WORKER_LOST, "The worker that ran the turn is gone."));
        } else if (open.starts() >= limits.attempts(open.request().options())) {
            change.report(open, Outcome.failed(ErrorCode.WORKER_LOST,
                    "The turn was interrupted as often as it may be started."));
        } else {
            change.claimAfter(open, open.attempt());
        }
    }
}
