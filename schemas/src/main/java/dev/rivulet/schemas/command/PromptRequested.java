package dev.rivulet.schemas.command;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.List;
import java.util.Objects;

/**
 * A turn was accepted. It has either a {@code prompt}, which continues the session's conversation, or {@code messages},
 * which are sent to the model as they are.
 *
 * @param prompt the user's text; null when there are messages
 * @param messages the whole conversation to send; null when there is a prompt
 * @param options never null
 * @param idempotency null when every request begins a turn of its own
 * @param ephemeral true when no later turn continues the session: nothing of it is remembered beyond its end. Null
 *            otherwise
 * @param requestedBy null when the caller was not authenticated, and in records of earlier versions
 */
public record PromptRequested(SessionId sessionId, TurnId turnId, String prompt, List<Message> messages,
        TurnOptions options, Idempotency idempotency, Boolean ephemeral, RequestedBy requestedBy)
        implements
            TurnCommand {

    /** @throws IllegalArgumentException unless there is exactly one of prompt and messages, and it is not empty */
    public PromptRequested {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(turnId, "turnId");
        if ((prompt == null) == (messages == null)) {
            throw new IllegalArgumentException("a turn has either a prompt or messages");
        }
        if (prompt != null ? prompt.isEmpty() : messages.isEmpty()) {
            throw new IllegalArgumentException("a turn's prompt or messages must not be empty");
        }
        messages = messages == null ? null : List.copyOf(messages);
        options = options == null ? TurnOptions.NONE : options;
    }

    /** A turn of a caller that is not authenticated. */
    public PromptRequested(SessionId sessionId, TurnId turnId, String prompt, List<Message> messages,
            TurnOptions options, Idempotency idempotency, Boolean ephemeral) {
        this(sessionId, turnId, prompt, messages, options, idempotency, ephemeral, null);
    }

    /** A turn of a session that later turns continue. */
    public PromptRequested(SessionId sessionId, TurnId turnId, String prompt, List<Message> messages,
            TurnOptions options, Idempotency idempotency) {
        this(sessionId, turnId, prompt, messages, options, idempotency, null);
    }

    public static PromptRequested ofPrompt(SessionId session, TurnId turn, String prompt, TurnOptions options) {
        return new PromptRequested(session, turn, prompt, null, options, null);
    }

    public static PromptRequested ofMessages(SessionId session, TurnId turn, List<Message> messages,
            TurnOptions options) {
        return new PromptRequested(session, turn, null, messages, options, null);
    }

    /** Returns the same with who asks; null: nobody knows. */
    public PromptRequested by(RequestedBy caller) {
        return new PromptRequested(sessionId, turnId, prompt, messages, options, idempotency, ephemeral, caller);
    }

    /** Whether later turns of the session know of this one. Not named as a getter: JSON would take it for a field. */
    public boolean leavesMemory() {
        return !Boolean.TRUE.equals(ephemeral);
    }

    /** Returns the same without its text. A single character stands for the prompt, since no turn is without one. */
    public PromptRequested outline() {
        return ofPrompt(sessionId, turnId, "-", options.outline());
    }

    /** Leaves out what users wrote: safe for logs. */
    @Override
    public String toString() {
        return "PromptRequested[turnId=" + turnId + ", options=" + options + "]";
    }
}
