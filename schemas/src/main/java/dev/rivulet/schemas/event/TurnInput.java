package dev.rivulet.schemas.event;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.PromptRequested;
import java.util.LinkedList;
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
 * @param shortened true when something of the text was left out; null otherwise
 */
public record TurnInput(TurnId turnId, String prompt, List<Message> messages, String model, String system,
        Boolean shortened) {

    /** What a message without text counts for, so that their number is bounded too. */
    private static final int MESSAGE_CHARS = 32;

    public TurnInput {
        Objects.requireNonNull(turnId, "turnId");
        messages = messages == null ? null : List.copyOf(messages);
    }

    public TurnInput(TurnId turnId, String prompt, List<Message> messages, String model, String system) {
        this(turnId, prompt, messages, model, system, null);
    }

    public static TurnInput of(PromptRequested turn) {
        return new TurnInput(turn.turnId(), turn.prompt(), turn.messages(), turn.options().model(),
                turn.options().system());
    }

    /** Returns the same without text: only the turn and its model. */
    public TurnInput withoutText() {
        return new TurnInput(turnId, null, null, model, null);
    }

    /**
     * Returns the same with at most so much text in the prompt or in the messages together, and in the system prompt:
     * the beginnings of texts, and the newest messages.
     *
     * @param maxChars in UTF-16 code units
     */
    public TurnInput atMost(int maxChars) {
        String shortPrompt = beginning(prompt, maxChars);
        List<Message> newest = newest(maxChars);
        String shortSystem = beginning(system, maxChars);
        TurnInput shorter = new TurnInput(turnId, shortPrompt, newest, model, shortSystem, true);
        return Objects.equals(shortPrompt, prompt) && Objects.equals(newest, messages)
                && Objects.equals(shortSystem, system) ? this : shorter;
    }

    private List<Message> newest(int maxChars) {
        if (messages == null) {
            return null;
        }
        LinkedList<Message> newest = new LinkedList<>();
        int left = maxChars;
        for (int i = messages.size() - 1; i >= 0 && left > 0; i--) {
            Message message = messages.get(i);
            newest.addFirst(new Message(message.role(), beginning(message.content(), left)));
            left -= Math.max(MESSAGE_CHARS, message.content().length());
        }
        return newest;
    }

    /** Returns null for null. Does not separate a surrogate pair. */
    private static String beginning(String text, int maxChars) {
        if (text == null || text.length() <= maxChars) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars);
    }

    /** Leaves out what users wrote: safe for logs. */
    @Override
    public String toString() {
        return "TurnInput[turnId=" + turnId + "]";
    }
}
