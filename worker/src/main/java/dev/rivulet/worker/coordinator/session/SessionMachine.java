package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.AttemptGivenUp;
import dev.rivulet.schemas.command.CancelRequested;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.ForgetRequested;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.ReadersChanged;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.command.TurnCommand;
import dev.rivulet.schemas.command.UnknownCommand;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rules of a session: how a command, a result or the passing of time changes its state. Pure: every rule is tested
 * without Kafka. Inputs can be replayed after a crash, so each rule is idempotent.
 *
 * <p><b>An attempt runs at most once.</b> The state cannot guarantee that, because a crash can lose the update that
 * said that an attempt was started. So a coordinator writes a claim to the log of commands, and starts the attempt when
 * it reads the claim back. The log has one order: a coordinator that reads its own claim has read all earlier claims of
 * the turn, or has restored its state from one that did; and the number of another coordinator's claim is never used
 * again ({@link #claimed}). A claim counts as a coordinator's own only in the term that wrote it: an earlier term may
 * have started the attempt and left no trace in the state.
 *
 * @param term the time for which this machine decides
 * @param workerHasRoom says whether one more turn of a session may wait at this worker
 * @param placement finds the workers that execute attempts
 */
public record SessionMachine(Term term, SessionLimits limits, Predicate<SessionId> workerHasRoom,
        AttemptPlacement placement) {

    static final Outcome QUEUED_TOO_LONG = Outcome.failed(ErrorCode.QUEUE_TIMEOUT,
            "The turn waited too long before it could start.");

    /** Each time a worker stops, or others have more room, a turn may be given up. So often it is a fault. */
    private static final int MOST_GIVEN_UP = 100;

    private static final Outcome NEVER_BEGUN = Outcome.failed(ErrorCode.INTERNAL,
            "No worker could begin the turn.");

    static final Outcome CONTESTED = Outcome.failed(ErrorCode.WORKER_LOST,
            "Several workers started the turn, as often as it may be started.");

    /** For a worker that executes all its turns itself. */
    public SessionMachine(Term term, SessionLimits limits, Predicate<SessionId> workerHasRoom) {
        this(term, limits, workerHasRoom, turn -> Optional.of(term.worker()));
    }

    /**
     * Returns whether the command shows that another worker coordinates the session now, and this one must write
     * nothing more.
     */
    public boolean isSupersededBy(Command command) {
        return command instanceof AttemptClaimed claim && term.isSupersededBy(claim);
    }

    public Transition on(Session session, Command command, long now) {
        SessionChange change = change(command.sessionId(), session, now);
        switch (command) {
            case TurnCommand about -> on(change, about);
            case SessionRequested question -> change.replyWithState(question);
            case ForgetRequested forget -> change.forget(forget.requestId());
            case ReadersChanged count -> {
                // Who reads is no part of a session.
            }
            case UnknownCommand later -> change.replyUnsupported(later);
        }
        return change.transition();
    }

    private void on(SessionChange change, TurnCommand command) {
        Optional<EndedTurn> past = change.conversation().endedTurn(command.turnId());
        switch (command) {
            case PromptRequested prompt -> {
                if (change.admit(prompt.turnId(), prompt.idempotency())) {
                    past.ifPresentOrElse(ended -> change.endAgain(ended, prompt), () -> prompt(change, prompt));
                }
            }
            case CancelRequested cancel -> past.ifPresentOrElse(change::endAgain,
                    () -> cancel(change, cancel.turnId()));
            case AttemptClaimed claim -> claimed(change, claim);
            case AttemptGivenUp unbegun -> givenUp(change, unbegun);
        }
    }

    public Transition on(Session session, TurnFinished result, long now) {
        SessionChange change = change(result.sessionId(), session, now);
        TurnId turn = result.turnId();
        if (change.active().isOpen(turn)) {
            OpenTurn open = change.active().open();
            if (result.byCoordinator()
                    ? result.attempt() >= open.lastBegun()
                    : result.attempt() == open.attempt() && result.owner().equals(open.owner()) && !open.wasSealed()) {
                change.closeOpen(result);
                change.startNext();
            }
            // Any other result is of an attempt that was given up.
        } else if (change.active().isQueued(turn)) {
            WaitingTurn waiting = change.active().queued(turn);
            // An execution's result is of a turn that ran already: a crash lost the state that said so.
            if (result.byCoordinator() || result.attempt() >= waiting.claimed()) {
                change.dequeue(turn);
                change.close(waiting.request(), result);
                change.startNext();
            }
        } else if (change.conversation().endedTurn(turn).isPresent()) {
            change.resultAgain(change.conversation().endedTurn(turn).get(), result);
        } else if (result.byCoordinator()) {
            // So many turns ended at once that the session does not remember this one any more.
            change.publish(turn, result.terminal());
            change.indexUnlessForgotten(result);
            change.showOpen();
        } else {
            // The state does not know the turn, because older state was written over it: see StallDetector. Readers
            // take the first terminal, so a second does no harm; without one they would wait for ever.
            change.concludeUnknown(result);
            change.showOpen();
        }
        return change.transition();
    }

    /** Handles a prompt that cannot be processed. A turn that runs, waits or has ended is not touched. */
    public Transition on(Session session, RefusedPrompt refused, long now) {
        SessionChange change = change(refused.sessionId(), session, now);
        TurnId turn = refused.turnId();
        if (change.admit(turn, refused.idempotency())) {
            Optional<EndedTurn> past = change.conversation().endedTurn(turn);
            if (past.isPresent()) {
                change.endAgain(past.get());
            } else if (!change.active().isOpen(turn) && !change.active().isQueued(turn)) {
                change.endUnstarted(refused);
            }
        }
        return change.transition();
    }

    /** Returns whether {@link #sweep} has anything to do. Cheap: called for every active session in every sweep. */
    public boolean needsSweep(ActiveTurns active, AttemptLiveness liveness, long now) {
        return sweep().isNeeded(active, liveness, now);
    }

    /** Handles what no input tells: see {@link SessionSweep}. */
    public Transition sweep(SessionId id, Session session, AttemptLiveness liveness, long now) {
        SessionChange change = change(id, session, now);
        sweep().apply(change, liveness, now);
        return change.transition();
    }

    private SessionChange change(SessionId id, Session session, long now) {
        return new SessionChange(id, session, term, limits, placement, now);
    }

    private SessionSweep sweep() {
        return new SessionSweep(term, limits);
    }

    private void prompt(SessionChange change, PromptRequested prompt) {
        if (change.active().isOpen(prompt.turnId())) {
            change.showOpen();
        } else if (change.active().isQueued(prompt.turnId())) {
            queuedAgain(change, prompt);
        } else if (change.conversation().cancelledEarly().contains(prompt.turnId())) {
            change.endUnstarted(prompt, Outcome.cancelled());
        } else if (change.isExpired(prompt)) {
            change.endUnstarted(prompt, QUEUED_TOO_LONG);
        } else if (!change.active().hasUnendedTurns()) {
            change.open(prompt);
        } else if (prompt.options().whenBusy() == WhenBusy.REJECT) {
            change.endUnstarted(prompt,
                    Outcome.failed(ErrorCode.SESSION_BUSY, "The session runs another turn."));
        } else if (!limits.hasRoomFor(prompt, change.active())) {
            change.endUnstarted(prompt,
                    Outcome.failed(ErrorCode.QUEUE_FULL, "Too many prompts wait in this session."));
        } else if (!workerHasRoom.test(prompt.sessionId())) {
            change.endUnstarted(prompt,
                    Outcome.failed(ErrorCode.QUEUE_FULL, "Too many prompts wait at this session's worker."));
        } else if (prompt.options().whenBusy() == WhenBusy.INTERRUPT) {
            if (!change.active().idle()) {
                change.cancelOpen();
            }
            change.enqueue(prompt, 0);
        } else {
            change.enqueue(prompt, change.active().queue().size());
        }
    }

    /** Repeats what the prompt did when it was read first. */
    private void queuedAgain(SessionChange change, PromptRequested prompt) {
        change.showQueued(prompt);
        OpenTurn open = change.active().open();
        if (prompt.options().whenBusy() == WhenBusy.INTERRUPT && open != null && open.cancelRequested()) {
            change.cancelOpen();
        }
    }

    private void cancel(SessionChange change, TurnId turn) {
        if (change.active().isOpen(turn)) {
            change.cancelOpen();
        } else if (change.active().isQueued(turn)) {
            change.cancelQueued(turn);
        } else {
            change.rememberEarlyCancel(turn);
        }
    }

    /**
     * A claim was read. The coordinator's own starts the attempt if the turn still needs it. Another coordinator may
     * have started what it claimed before it crashed, or while it did not know that it had lost the partition; so the
     * number of its claim is not used again. What it claimed for a third worker goes on there.
     */
    private void claimed(SessionChange change, AttemptClaimed claim) {
        TurnId turn = claim.turnId();
        if (change.active().isQueued(turn)) {
            change.noteClaim(turn, claim.attempt());
        } else if (change.active().isOpen(turn)) {
            OpenTurn open = change.active().open();
            if (claim.attempt() < open.attempt()) {
                // It was given up. Its worker may not have been told: a crash can lose the notice.
                change.stop(claim.owner(), turn, claim.attempt());
                return;
            }
            if (claim.attempt() == open.attempt() && open.claimed()) {
                return;
            }
            if (!open.claimed() && (open.cancelRequested() || limits.isContested(open))) {
                stopUnwanted(change, claim);
                return;
            }
            if (claim.attempt() == open.attempt() && claim.owner().equals(open.owner())
                    && claim.term().equals(term.id())) {
                change.dispatch();
            } else if (claim.coordinator() != null && !open.claimed()) {
                change.adopt(open.adopting(claim));
            } else {
                // It may run. Readers will not see it.
                change.stop(claim.owner(), turn, claim.attempt());
                pass(change, open.claimedByOther(), claim.attempt());
            }
        } else if (change.conversation().endedTurn(turn).isPresent()) {
            stopUnwanted(change, claim);
        }
    }

    /** The turn ended, or is about to, before this claim was read. What another coordinator claimed may run. */
    private void stopUnwanted(SessionChange change, AttemptClaimed claim) {
        if (!claim.term().equals(term.id())) {
            change.stop(claim.owner(), claim.turnId(), claim.attempt());
        }
    }

    /** Claims the attempt after another coordinator's, unless the two would go on like that. */
    private void pass(SessionChange change, OpenTurn open, int attempt) {
        if (limits.isContested(open)) {
            change.endAfter(open, attempt, CONTESTED);
        } else {
            change.claimAfter(open, attempt);
        }
    }

    private void givenUp(SessionChange change, AttemptGivenUp unbegun) {
        OpenTurn open = change.active().open();
        if (!change.active().isOpen(unbegun.turnId()) || !open.claimed() || open.wasSealed()
                || open.attempt() != unbegun.attempt() || !open.owner().equals(unbegun.owner())) {
            return;
        }
        if (open.cancelRequested()) {
            change.report(open, Outcome.cancelled());
        } else if (unbegun.hadBegun()) {
            sweep().recover(change, open);
        } else if (open.passedOn() >= MOST_GIVEN_UP) {
            change.report(open, NEVER_BEGUN);
        } else {
            change.claimAfter(open.notStarted(), open.attempt());
        }
    }
}
