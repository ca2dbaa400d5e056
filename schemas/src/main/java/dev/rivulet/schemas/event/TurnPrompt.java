package dev.rivulet.schemas.event;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import java.util.List;
import java.util.Objects;

/**
 * {@code prompt}: a turn opens: it is the session's current one, until another opens. Comes in front of the turn's
 * {@code started}, and again when an attempt is claimed anew.
 *
 * @param prompt the words of the user; null when there are messages, or the text is too large for an event
 * @param messages what was sent instead of a prompt; null when there is a prompt, or the text is too large
 * @param model null when the turn names none
 * @param system the system prompt that the turn brings; null when it brings none
 */
public record TurnPrompt(TurnId turnId, String prompt, List<Message> messages, String model, String system)
        implements
            ChunkEvent.OfSession {

    public TurnPrompt {
        Objects.requireNonNull(turnId, "turnId");
        messages = messages == null ? null : List.copyOf(messages);
    }

    public static TurnPrompt of(PromptRequested turn) {
        return new TurnPrompt(turn.turnId(), turn.prompt(), turn.messages(), turn.options().model(),
                turn.options().system());
    }

    @Override
    public TurnId about() {
        return turnId;
    }

    @Override
    public TurnPrompt withoutText() {
        return new TurnPrompt(turnId, null, null, model, null);
    }

    /** Leaves out what users wrote: safe for logs. */
    @Override
    public String toString() {
        return "TurnPrompt[turnId=" + turnId + "]";
    }
}
