package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.AttemptClaimed;
import dev.rivulet.schemas.command.Idempotency;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.SessionRequested;
import dev.rivulet.schemas.command.UnknownCommand;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Forgotten;
import dev.rivulet.schemas.event.Queued;
import dev.rivulet.schemas.event.SessionState;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.event.TurnPrompt;
import dev.rivulet.schemas.event.Unsupported;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.execution.TurnJob;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of which the rules of {@link SessionMachine} are made. Collects them into one {@link Transition}.
 */
final class SessionChange {

    private final SessionId id;
    private final Term term;
    private final SessionLimits limits;
    private final long now;
    private final CoordinatorResults results;
    private final List<Effect> effects = new ArrayList<>();
    private Transition.IndexChange index = Transition.IndexChange.NONE;
    private ActiveTurns active;
    private Conversation conversation;

    /**
     * @param term the term in which the change happens, and the owner of its claims
     * @param now in milliseconds since the epoch
     */
    SessionChange(SessionId id, Session before, Term term, SessionLimits limits, long now) {
        this.id = id;
        this.term = term;
        this.limits = limits;
        this.now = now;
        this.results = new CoordinatorResults(id, limits.inputChars(), now);
        this.active = before.active();
        this.conversation = before.conversation();
    }

    Transition transition() {
        return new Transition(new Session(active, conversation), index, List.copyOf(effects));
    }

    ActiveTurns active() {
        return active;
    }

    Conversation conversation() {
        return conversation;
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

    void open(PromptRequested prompt) {
        open(WaitingTurn.of(prompt, now));
    }

    private void open(WaitingTurn turn) {
        claim(OpenTurn.unclaimed(turn, term));
    }

    /** Ends the open turn as an attempt that another coordinator claimed. */
    void endAs(OpenTurn open, int attempt, Outcome outcome) {
        active = active.with(open.unclaimed(attempt, term));
        report(active.open(), outcome);
    }

    /** Claims the attempt that follows the given one. */
    void claimAfter(OpenTurn open, int attempt) {
        claim(open.unclaimed(attempt + 1, term));
    }

    private void claim(OpenTurn turn) {
        active = active.with(turn);
        showOpen();
        effects.add(new Effect.Claim(
                new AttemptClaimed(id, turn.id(), turn.attempt(), term.worker(), term.id(), term.generation())));
    }

    /**
     * Publishes {@code prompt}, if a turn is open. Also for inputs that are replayed after a crash, since the event may
     * not have been sent.
     */
    void showOpen() {
        if (!active.idle()) {
            effects.add(Effect.Publish.of(TurnPrompt.of(active.open().request())));
        }
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
            active.waiting().filter(turn -> !limits.hasWaitedTooLong(turn, now)).findFirst().ifPresent(next -> {
                dequeue(next.id());
                open(next);
            });
        }
    }

    /** Starts the open turn's attempt: its claim was read. */
    void dispatch() {
        OpenTurn unclaimed = active.open();
        OpenTurn turn = unclaimed.started(now);
        active = active.with(turn);
        if (turn.request().leavesMemory()) {
            conversation = conversation.withSystemPromptOf(turn.request());
        }
        long waitingSince = unclaimed.starts() == 0 ? limits.waitingSince(turn.id(), turn.readAt()) : now;
        effects.add(new Effect.Dispatch(new TurnJob(id, turn.id(), turn.attempt(), waitingSince,
                conversation.messagesFor(turn.request()), turn.request().options(),
                turn.request().leavesMemory() ? TurnInput.of(turn.request()) : null)));
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
            conversation = conversation.withCompletion(request, result.text(), limits.conversationChars());
        }
        conclude(result);
        effects.add(new Effect.Release(result.turnId()));
    }

    /**
     * Ends a turn that was never started. The state may change before the result is in the log: after a crash the
     * command is replayed.
     */
    void endUnstarted(PromptRequested prompt, Outcome outcome) {
        endUnstarted(report(prompt, outcome));
    }

    /** The same for a prompt that cannot be processed. */
    void endUnstarted(RefusedPrompt refused) {
        TurnFinished result = results.refused(refused);
        effects.add(new Effect.Report(result));
        endUnstarted(result);
    }

    private void endUnstarted(TurnFinished result) {
        remember(result, new EndedTurn(result.turnId(), result.terminal(), now, true));
    }

    void report(OpenTurn open, Outcome outcome) {
        effects.add(results.end(open, outcome));
    }

    /** Has a result written for a turn of which no attempt was started. */
    TurnFinished report(PromptRequested prompt, Outcome outcome) {
        TurnFinished result = results.unstarted(prompt, 0, outcome);
        effects.add(new Effect.Report(result));
        return result;
    }

    /** Publishes the end of a turn whose result is in the log. */
    void conclude(TurnFinished result) {
        remember(result, new EndedTurn(result.turnId(), result.terminal(), now));
        publish(result.turnId(), result.terminal());
        index(result);
    }

    /**
     * Notes where the log has the result of a turn. Not of one of which nothing is to be remembered: those have no
     * input.
     */
    void index(TurnFinished result) {
        if (result.input() != null && !conversation.hasForgotten(result.turnId())) {
            index = Transition.IndexChange.ADD;
        }
    }

    /** Publishes a terminal, also once more: a crash may have kept it from being sent. Readers take the first one. */
    void publish(TurnId turn, ChunkEvent.Terminal terminal) {
        effects.add(new Effect.Publish(turn, terminal));
    }

    /** Replies to a request of a later version. Changes nothing. */
    void replyUnsupported(UnknownCommand later) {
        if (later.requestId() != null) {
            effects.add(new Effect.Reply(new Unsupported(later.requestId(), later.type())));
        }
    }

    /** Repeats the end of a turn whose prompt came again. */
    void endAgain(EndedTurn past, PromptRequested prompt) {
        repeatEnd(past, prompt);
    }

    /** The same for another command, which does not say what the turn was asked. */
    void endAgain(EndedTurn past) {
        repeatEnd(past, null);
    }

    /** Repeats the result, if the log is not known to have it, otherwise the terminal. That follows the result. */
    private void repeatEnd(EndedTurn past, PromptRequested prompt) {
        if (past.resultUnread()) {
            effects.add(new Effect.Report(results.again(past, prompt)));
        } else {
            publish(past.turn(), past.terminal());
        }
    }

    /** The result of an ended turn was read from the log: for the first time, or it is replayed. */
    void resultAgain(EndedTurn past, TurnFinished result) {
        publish(past.turn(), past.terminal());
        if (result.terminal().equals(past.terminal())) {
            index(result);
        }
        if (past.resultUnread()) {
            conversation = conversation.withResultRead(past.turn());
        } else {
            showOpen();
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

    private void remember(TurnFinished result, EndedTurn past) {
        conversation = conversation.withEnded(past, limits.endedTurns(), now);
        effects.add(new Effect.Ended(result));
    }
}
