package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.TurnPrompt;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of a session while an input changes it, what is to be done, and the steps that end turns. The others are
 * those of {@link SessionChange}.
 */
abstract class SessionEnds {

    final SessionId id;
    final Term term;
    final SessionLimits limits;
    final long now;
    private final CoordinatorResults results;
    final List<Effect> effects = new ArrayList<>();
    Transition.IndexChange index = Transition.IndexChange.NONE;
    ActiveTurns active;
    Conversation conversation;

    /**
     * @param term the term in which the change happens, and the owner of its claims
     * @param now in milliseconds since the epoch
     */
    SessionEnds(SessionId id, Session before, Term term, SessionLimits limits, long now) {
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

    /**
     * Publishes {@code prompt}, if a turn is open. Also for inputs that are replayed after a crash, since the event may
     * not have been sent.
     */
    void showOpen() {
        if (!active.idle()) {
            effects.add(Effect.Publish.of(TurnPrompt.of(active.open().request())));
        }
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

    /**
     * Has a result written for the open turn. If an attempt of it was started, that is given up: the result of its
     * worker does not count from now on, so that the turn ends as the log's readers were shown it.
     */
    void report(OpenTurn open, Outcome outcome) {
        effects.add(results.end(open, outcome, conversation));
        if (open.claimed() && !open.wasSealed()) {
            active = active.with(open.sealed(outcome));
            effects.add(new Effect.Stop(open.owner(), open.id(), open.attempt()));
        }
    }

    /** Has a result written for a turn of which no attempt was started. */
    TurnFinished report(PromptRequested prompt, Outcome outcome) {
        TurnFinished result = results.unstarted(prompt, 0, outcome);
        effects.add(new Effect.Report(result));
        return result;
    }

    /** Publishes the end of a turn whose result is in the log. */
    void conclude(TurnFinished result) {
        end(result);
        index(result);
    }

    /** The same for a turn that the state does not know. */
    void concludeUnknown(TurnFinished result) {
        end(result);
        indexUnlessForgotten(result);
    }

    private void end(TurnFinished result) {
        remember(result, new EndedTurn(result.turnId(), result.terminal(), now));
        publish(result.turnId(), result.terminal());
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

    /**
     * The same for a turn that is not open any more. One that was asked before the session was forgotten is not in what
     * was forgotten if it had ended by then, and a crash may have lost that it had not.
     */
    void indexUnlessForgotten(TurnFinished result) {
        if (!conversation.forgotSince(result.turnId())) {
            index(result);
        }
    }

    /** Publishes a terminal, also once more: a crash may have kept it from being sent. Readers take the first one. */
    void publish(TurnId turn, ChunkEvent.Terminal terminal) {
        effects.add(new Effect.Publish(turn, terminal));
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
        ChunkEvent.Terminal terminal = past.terminal();
        if (past.isEndOf(result)) {
            terminal = result.terminal();
            indexUnlessForgotten(result);
        }
        publish(past.turn(), terminal);
        if (past.resultUnread()) {
            conversation = conversation.withResultRead(past.turn(), terminal);
        } else {
            showOpen();
        }
    }

    private void remember(TurnFinished result, EndedTurn past) {
        conversation = conversation.withEnded(past, limits.endedTurns(), now);
        effects.add(new Effect.Ended(result));
    }
}
