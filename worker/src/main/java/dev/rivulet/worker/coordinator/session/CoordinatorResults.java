package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.TurnInput;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.recovery.LostAttempt;
import java.util.List;

/**
 * Makes the results that the coordinator writes itself, for turns that no execution ends.
 *
 * @param inputChars how much text of what a turn was asked they have, in UTF-16 code units
 * @param now in milliseconds since the epoch
 */
record CoordinatorResults(SessionId session, int inputChars, long now) {

    /** Of a result that nobody could write again with less text, if Kafka refused it. */
    private static final int UNSTARTED_INPUT_CHARS = 1_000;

    /** Returns the result of a turn that no execution ends. */
    TurnFinished unstarted(PromptRequested turn, int attempt, Outcome outcome) {
        return of(turn.turnId(), attempt, outcome, shortInput(turn), now).by(turn.requestedBy());
    }

    /** Returns the result of a prompt that cannot be processed. */
    TurnFinished refused(RefusedPrompt prompt) {
        return of(prompt.turnId(), 0, prompt.outcome(), null, now);
    }

    private TurnInput shortInput(PromptRequested turn) {
        return turn == null ? null : input(turn, Math.min(inputChars, UNSTARTED_INPUT_CHARS));
    }

    /** Returns null when nothing of the turn is to be remembered. */
    private static TurnInput input(PromptRequested turn, int maxChars) {
        return turn.leavesMemory() ? TurnInput.of(turn).atMost(maxChars) : null;
    }

    /**
     * Returns the same result as when the turn ended without an attempt.
     *
     * @param turn null when it is not at hand
     */
    TurnFinished again(EndedTurn past, PromptRequested turn) {
        return of(past.turn(), past.terminal().attempt(), past.outcome(), shortInput(turn), past.at())
                .by(turn == null ? null : turn.requestedBy());
    }

    /**
     * Has a result written for the open turn, with what an attempt produced and used if one was started.
     *
     * @param conversation of the session
     */
    Effect end(OpenTurn open, Outcome outcome, Conversation conversation) {
        return open.claimed()
                ? new Effect.Recover(new LostAttempt(
                        of(open.id(), open.attempt(), outcome, input(open.request(), inputChars), now)
                                .by(open.request().requestedBy()),
                        open.owner(), open.request().options().wantsContinuation(),
                        size(conversation.messagesFor(open.request()))))
                : new Effect.Report(unstarted(open.request(), open.lastBegun(), outcome));
    }

    private static LostAttempt.PromptSize size(List<Message> prompt) {
        return new LostAttempt.PromptSize(prompt.size(),
                prompt.stream().mapToLong(message -> message.content().length()).sum());
    }

    private TurnFinished of(TurnId turn, int attempt, Outcome outcome, TurnInput input, long at) {
        long waited = Math.max(0, at - turn.timestamp());
        return new TurnFinished(session, turn, attempt, TurnFinished.COORDINATOR, outcome, 0, "", null, null,
                new Timings(waited, null, waited)).withInput(input);
    }
}
