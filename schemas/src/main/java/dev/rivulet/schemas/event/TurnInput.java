package dev.rivulet.schemas.event;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import java.util.List;
import java.util.Objects;

/**
 * What a turn sends to the model, for readers who follow the session: all the data of {@link Queued} and {@link
 * TurnPrompt}.
 *
 * @param prompt the user's text; null when there are messages, or when the text is too large for an event
 * @param messages what was sent instead of a prompt; null when there is a prompt, or when the text is too large
 * @param model null when the turn names none
 * @param system the turn's own system prompt; null when it has none, or when the text is too large
 */
public record TurnInput(TurnId turnId, String prompt, List<Message> messages, String model, String system) {

    public TurnInput {
        Objects.requireNonNull(turnId, "turnId");
        messages = messages == null ? null : List.copyOf(messages);
    }

    public static TurnInput of(PromptRequested turn) {
        return new TurnInput(turn.turnId(), turn.prompt(), turn.messages(), turn.options().model(),
                turn.options().system());
    }

    /** Returns the same without text: only the turn and its model. */
    public TurnInput withoutText() {
        return new TurnInput(turnId, null, null, model, null);
    }

    /** Leaves out what users wrote: safe for logs. */
    @Override
    public String toString() {
        return "TurnInput[turnId=" + turnId + "]";
    }
}
