package dev.rivulet.worker.coordinator;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import java.util.Optional;

/**
 * The rules of a session: what a command, a result or the passing of time makes of its state. Pure, so that every rule
 * can be tested without Kafka. Inputs can be replayed after a crash; each rule is idempotent for that reason.
 *
 * @param worker this process: the owner of attempts it dispatches
 */
record SessionMachine(String worker, CoordinatorLimits limits) {

    private static final Outcome QUEUED_TOO_LONG = Outcome.broken(ErrorCode.QUEUE_TIMEOUT,
            "The turn waited too long before it could start.");

    Transition on(Session session, Command command, long now) {
        SessionChange change = new SessionChange(this, session, command.sessionId(), now);
        Optional<EndedTurn> past = change.ended(command.turnId());
        if (past.isPresent()) {
            change.publishAgain(past.get());
        } else {
            switch (command) {
                case PromptRequested prompt -> prompt(change, prompt);
                case CancelRequested cancel -> cancel(change, cancel.turnId());
            }
        }
        return change.transition();
    }

    Transition on(Session session, TurnFinished result, long now) {
        SessionChange change = new SessionChange(this, session, result.sessionId(), now);
        TurnId turn = result.turnId();
        if (change.active().isOpen(turn)) {
            OpenTurn open = change.active().open();
            if (open.attempt() == result.attempt()
                    && (result.byCoordinator() || open.owner().equals(result.owner()))) {
                change.close(result);
                change.startNext();
            }
            // Anything else is the result of an attempt that was given up.
        } else if (change.active().isQueued(turn)) {
            if (result.byCoordinator()) {
                change.dequeue(turn);
                change.conclude(result);
                change.startNext();
            }
        } else if (change.ended(turn).isPresent()) {
            change.publishAgain(change.ended(turn).get());
        } else if (result.byCoordinator()) {
            // Many ended at once, and the session has forgotten this one already.
            change.publish(result);
        }
        return change.transition();
    }

    /** Whether {@link #sweep} has anything to do; most of the time it has not. */
    boolean needsSweep(ActiveTurns active, Executions executions, long now) {
        OpenTurn open = active.open();
        return open == null || executions.lost(open) || isOverdue(open, now)
                || active.queue().stream().anyMatch(waiting -> isExpired(waiting, now));
    }

    /**
     * Looks after what no input will: lost workers, turns that wait too long, attempts that never end. As no input can be
     * replayed for it, it changes nothing when a turn has to end, but asks for a result that will: see {@link
     * Effect.Report}.
     */
    Transition sweep(SessionId id, Session session, Executions executions, long now) {
        SessionChange change = new SessionChange(this, session, id, now);
        OpenTurn open = session.active().open();
        if (open != null) {
            if (executions.lost(open)) {
                recover(change, open);
            } else if (isOverdue(open, now)) {
                change.stop(open);
                change.report(open, open.cancelRequested()
                        ? Outcome.cancelled()
                        : Outcome.broken(ErrorCode.INTERNAL, "The turn did not end in time."));
            }
        }
        change.active().queue().stream().filter(waiting -> isExpired(waiting, now))
                .forEach(waiting -> change.report(waiting.turnId(), 0, QUEUED_TOO_LONG));
        change.startNext();
        return change.transition();
    }

    boolean isExpired(PromptRequested prompt, long now) {
        return now - prompt.turnId().timestamp() > limits.queueMillis(prompt.options());
    }

    private boolean isOverdue(OpenTurn open, long now) {
        return now - open.dispatchedAt() > limits.overdue().toMillis();
    }

    private void prompt(SessionChange change, PromptRequested prompt) {
        if (change.active().isOpen(prompt.turnId()) || change.active().isQueued(prompt.turnId())) {
            return;
        }
        if (change.wasCancelledEarly(prompt.turnId())) {
            change.endUnstarted(prompt.turnId(), Outcome.cancelled());
        } else if (change.isExpired(prompt)) {
            change.endUnstarted(prompt.turnId(), QUEUED_TOO_LONG);
        } else if (change.active().idle()) {
            change.open(prompt);
        } else if (prompt.options().whenBusy() == WhenBusy.REJECT) {
            change.endUnstarted(prompt.turnId(),
                    Outcome.broken(ErrorCode.SESSION_BUSY, "The session runs another turn."));
        } else if (!change.queueHasRoomFor(prompt)) {
            change.endUnstarted(prompt.turnId(),
                    Outcome.broken(ErrorCode.QUEUE_FULL, "Too many prompts wait in this session."));
        } else if (prompt.options().whenBusy() == WhenBusy.INTERRUPT) {
            change.cancelOpen();
            change.enqueueFirst(prompt);
        } else {
            change.enqueueLast(prompt);
        }
    }

    private void cancel(SessionChange change, TurnId turn) {
        if (change.active().isOpen(turn)) {
            change.cancelOpen();
        } else if (change.active().isQueued(turn)) {
            change.dequeue(turn);
            change.endUnstarted(turn, Outcome.cancelled());
        } else {
            change.rememberEarlyCancel(turn);
        }
    }

    private void recover(SessionChange change, OpenTurn open) {
        if (open.cancelRequested()) {
            change.report(open, Outcome.cancelled());
        } else if (open.request().options().onInterruption() == OnInterruption.FAIL) {
            change.report(open, Outcome.broken(ErrorCode.WORKER_LOST, "The worker that ran the turn is gone."));
        } else if (open.attempt() >= limits.attempts(open.request().options())) {
            change.report(open, Outcome.broken(ErrorCode.WORKER_LOST,
                    "The turn was interrupted as often as it may be started."));
        } else {
            change.restart(open);
        }
    }
}
