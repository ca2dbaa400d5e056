package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.command.UnknownCommand;
import dev.rivulet.schemas.event.Forgotten;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.event.Unsupported;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.TurnJob;

/**
 * The steps of which the rules of {@link SessionMachine} are made. Collects them into one {@link Transition}.
 */
final class SessionChange extends SessionEnds {

    private final AttemptPlacement placement;

    /**
     * @param term the term in which the change happens
     * @param placement finds the owners of its claims
     * @param now in milliseconds since the epoch
     */
    SessionChange(SessionId id, Session before, Term term, SessionLimits limits, AttemptPlacement placement,
            long now) {
        super(id, before, term, limits, now);
        this.placement = placement;
    }

    void rememberEarlyCancel(TurnId turn) {
        conversation = conversation.withEarlyCancel(turn, now);
    }

    /**
     * Returns whether the prompt begins a turn: it has no idempotency key, or the key stands for its own turn. The
     * latter is also true when the prompt is replayed, because a crash may have lost the turn's state. Replies which
     * turn the key stands for.
     *
     * @param asked null when there is no key
     */
    boolean admit(TurnId turn, Idempotency asked) {
        if (asked == null) {
            return true;
        }
        conversation = conversation.withKeyOf(turn, asked, limits, now);
        AcceptedKey key = conversation.keyOf(turn, asked);
        effects.add(new Effect.Reply(key.replyTo(asked)));
        return key.request().equals(asked.requestId());
    }

    /** Opens a turn. If no worker executes turns, it waits: sweeps try again. */
    void open(PromptRequested prompt) {
        placement.place(prompt.sessionTurn()).ifPresentOrElse(
                owner -> claim(OpenTurn.unclaimed(WaitingTurn.of(prompt, now), owner, term)),
                () -> enqueue(prompt, active.queue().size()));
    }

    /**
     * Ends the open turn as the attempt that follows the given one and is never started. Not as that one: another
     * coordinator may have started it, so that readers were shown more of it than an end without text counts.
     */
    void endAfter(OpenTurn open, int attempt, Outcome outcome) {
        active = active.with(open.unclaimed(attempt + 1, term.worker(), term));
        report(active.open(), outcome);
    }

    /** Claims the attempt that follows the given one. If no worker executes turns, the turn waits. */
    void claimAfter(OpenTurn open, int attempt) {
        placement.place(open.sessionTurn()).ifPresentOrElse(
                owner -> claim(open.unclaimed(attempt + 1, owner, term)), () -> {
                    if (!open.waitsForWorker() || open.attempt() != attempt) {
                        active = active.with(open.unplaced(attempt + 1, now));
                    }
                });
    }

    private void claim(OpenTurn turn) {
        active = active.with(turn);
        showOpen();
        effects.add(new Effect.Claim(new AttemptClaimed(id, turn.id(), turn.attempt(), turn.owner(), term.id(),
                term.generation(), turn.owner().equals(term.worker()) ? null : term.worker())));
    }

    /** Notes an attempt that was claimed for a waiting turn, so that the turn starts with a later one. */
    void noteClaim(TurnId turn, int attempt) {
        active = active.withQueued(turn, waiting -> waiting.claimed(attempt));
    }

    /**
     * Cancels a turn that waits. It stays in the queue until its result was read: if a crash loses the result, a replay
     * or a sweep writes it again.
     */
    void cancelQueued(TurnId turn) {
        active = active.withQueued(turn, WaitingTurn::cancelling);
        report(active.queued(turn).request(), Outcome.cancelled());
    }

    /**
     * Opens the first waiting turn if none runs. Passes over those that were cancelled or waited too long: they are
     * about to end.
     */
    void startNext() {
        if (active.idle()) {
            active.waiting().filter(turn -> !limits.hasWaitedTooLong(turn, now)).findFirst()
                    .ifPresent(next -> placement.place(next.request().sessionTurn()).ifPresent(owner -> {
                        dequeue(next.id());
                        claim(OpenTurn.unclaimed(next, owner, term));
                    }));
        }
    }

    /** Starts the open turn's attempt: its claim was read. */
    void dispatch() {
        OpenTurn unclaimed = active.open();
        OpenTurn turn = started(unclaimed);
        long waitingSince = unclaimed.starts() == 0 ? limits.waitingSince(turn.id(), turn.readAt()) : now;
        effects.add(new Effect.Dispatch(turn.owner(), new TurnJob(id, turn.id(), turn.attempt(), waitingSince,
                conversation.messagesFor(turn.request()), turn.request().options(),
                turn.request().leavesMemory() ? TurnInput.of(turn.request()) : null, turn.passedOn(),
                turn.request().requestedBy())));
    }

    private OpenTurn started(OpenTurn unclaimed) {
        OpenTurn turn = unclaimed.started(now);
        active = active.with(turn);
        if (turn.request().leavesMemory()) {
            conversation = conversation.withSystemPromptOf(turn.request());
        }
        return turn;
    }

    /**
     * Takes over an attempt that another coordinator claimed for a third worker. It may run there; if it does not, that
     * worker gives it up when it is asked.
     */
    void adopt(OpenTurn unclaimed) {
        checkDelivery(started(unclaimed));
    }

    boolean isExpired(PromptRequested prompt) {
        return limits.hasWaitedTooLong(WaitingTurn.of(prompt, now), now);
    }

    void enqueue(PromptRequested prompt, int index) {
        active = active.withQueued(WaitingTurn.of(prompt, now), index);
        showQueued(prompt);
    }

    /**
     * Publishes {@code queued}. Also for a prompt that is replayed after a crash, since the event may not have been
     * sent.
     */
    void showQueued(PromptRequested prompt) {
        effects.add(Effect.Publish.of(Queued.of(prompt)));
    }

    void dequeue(TurnId turn) {
        active = active.without(turn::equals);
    }

    /**
     * Cancels the open turn. An execution that is stopped writes the result; where none was started, the coordinator
     * does.
     */
    void cancelOpen() {
        OpenTurn open = active.open();
        if (open.claimed()) {
            stop(open.owner(), open.id(), open.attempt());
        } else {
            report(open, Outcome.cancelled());
        }
        active = active.with(open.cancelling());
    }

    /** Has the owner of the open turn's attempt asked whether it has got the job. */
    void checkDelivery(OpenTurn open) {
        active = active.with(open.askedIn(term));
        effects.add(new Effect.Check(open.owner(), open.id(), open.attempt()));
    }

    void stop(String owner, TurnId turn, int attempt) {
        effects.add(new Effect.Stop(owner, turn, attempt));
    }

    /** Closes the open turn with its result. */
    void closeOpen(TurnFinished result) {
        PromptRequested request = active.open().request();
        active = active.with(null);
        close(request, result);
    }

    /** Remembers and publishes the end of a turn whose result is in the log. */
    void close(PromptRequested request, TurnFinished result) {
        if (request.leavesMemory() && result.outcome() instanceof Outcome.Completed && !result.text().isEmpty()
                && !conversation.hasForgotten(result.turnId())) {
            conversation = conversation.withCompletion(request, result.text(),
                    limits.conversationChars(result.model()));
        }
        conclude(result);
        effects.add(new Effect.Release(result.turnId()));
    }

    /** Replies to a request of a later version. Changes nothing. */
    void replyUnsupported(UnknownCommand later) {
        if (later.requestId() != null) {
            effects.add(new Effect.Reply(new Unsupported(later.requestId(), later.type())));
        }
    }

    /** Replies with the session's state. */
    void replyWithState(SessionRequested question) {
        SessionState reply = new Session(active, conversation).replyTo(question, limits, now);
        effects.add(question.turns() == null
                ? new Effect.Reply(reply)
                : new Effect.ReplyWithTurns(reply, question.turns(), conversation.remembered()));
    }

    /**
     * Forgets the conversation and cancels the turns that run and wait. A replay cancels those that ran or waited the
     * first time, which a crash can bring back, and no others.
     */
    void forget(TurnId request) {
        AppliedForget forgetting = conversation.forgetting(request).orElseGet(() -> {
            AppliedForget first = new AppliedForget(request, active.turns());
            conversation = conversation.forgotten(first, now);
            index = Transition.IndexChange.CLEAR;
            return first;
        });
        active.turns().stream().filter(forgetting.turns()::contains).filter(active::isQueued)
                .forEach(this::cancelQueued);
        if (!active.idle() && forgetting.turns().contains(active.open().id())) {
            cancelOpen();
        }
        effects.add(Effect.Publish.of(new Forgotten(request)));
    }
}
