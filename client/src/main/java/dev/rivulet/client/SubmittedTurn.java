package dev.rivulet.client;

import java.util.List;

/**
 * A turn as it was asked for.
 *
 * @param prompt null when there are messages
 * @param messages null when there is a prompt
 * @param model null: the installation's
 * @param system null: the session's
 * @param attempt of the open turn; 0 of one that has not begun
 */
public record SubmittedTurn(String turnId, String prompt, List<Message> messages, String model, String system,
        int attempt) {

    /** What the user said: the prompt, or the last of the messages. */
    public String userText() {
        return prompt != null || messages == null || messages.isEmpty() ? prompt : messages.getLast().content();
    }

    /** Leaves out what users wrote: safe for logs. */
    @Override
    public String toString() {
        return "AskedTurn[turnId=" + turnId + ", attempt=" + attempt + "]";
    }
}
