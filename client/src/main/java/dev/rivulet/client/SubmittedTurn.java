package dev.rivulet.client;

import java.util.List;

/**
 * A turn with its prompt.
 *
 * @param prompt null if there are messages
 * @param messages null if there is a prompt
 * @param model null for the server's default
 * @param system null for the session's
 * @param attempt the current attempt of the open turn; 0 if none has started
 */
public record SubmittedTurn(String turnId, String prompt, List<Message> messages, String model, String system,
        int attempt) {

    /** Returns the user's text: the prompt, or the content of the last message. */
    public String userText() {
        return userText(prompt, messages);
    }

    static String userText(String prompt, List<Message> messages) {
        return prompt != null || messages == null || messages.isEmpty() ? prompt : messages.getLast().content();
    }

    /** Omits the texts, so that it is safe to log. */
    @Override
    public String toString() {
        return "AskedTurn[turnId=" + turnId + ", attempt=" + attempt + "]";
    }
}
