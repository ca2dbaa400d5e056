package dev.rivulet.client;

import java.util.List;

/**
 * A session at one moment, as its coordinator knows it.
 *
 * @param system null: none
 * @param messages what is remembered, oldest first
 * @param open the turn that runs; null: none
 * @param queue the turns behind it
 * @param cursor {@link RivuletClient#followFrom} with it brings what happened since
 */
public record Conversation(String sessionId, String system, List<Message> messages, SubmittedTurn open,
        List<SubmittedTurn> queue, String cursor) {

    public Conversation {
        messages = messages == null ? List.of() : List.copyOf(messages);
        queue = queue == null ? List.of() : List.copyOf(queue);
    }

    /** Leaves out what was said: safe for logs. */
    @Override
    public String toString() {
        return "Conversation[sessionId=" + sessionId + ", messages=" + messages.size() + ", queue=" + queue.size()
                + "]";
    }
}
