package dev.rivulet.client;

import java.util.List;

/**
 * A snapshot of a session, from its coordinator.
 *
 * @param system the system prompt; null if there is none
 * @param messages the remembered messages, oldest first
 * @param open the running turn; null if there is none
 * @param queue the turns that wait behind it
 * @param cursor continues after this snapshot, with {@link RivuletClient#followFrom}
 */
public record Conversation(String sessionId, String system, List<Message> messages, SubmittedTurn open,
        List<SubmittedTurn> queue, String cursor) {

    public Conversation {
        messages = messages == null ? List.of() : List.copyOf(messages);
        queue = queue == null ? List.of() : List.copyOf(queue);
    }

    /** Omits the messages, so that it is safe to log. */
    @Override
    public String toString() {
        return "Conversation[sessionId=" + sessionId + ", messages=" + messages.size() + ", queue=" + queue.size()
                + "]";
    }
}
