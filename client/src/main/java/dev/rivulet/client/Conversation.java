package dev.rivulet.client;

import java.util.List;

/**
 * A snapshot of a session.
 *
 * @param turns the newest turns that have ended, newest first
 * @param more whether there are older ones, see {@link RivuletClient#turnsBefore}
 * @param open the running turn; null if there is none
 * @param queue the turns that wait behind it
 * @param cursor continues after this snapshot, with {@link RivuletClient#followFrom}
 */
public record Conversation(String sessionId, List<PastTurn> turns, boolean more, SubmittedTurn open,
        List<SubmittedTurn> queue, String cursor) {

    public Conversation {
        turns = turns == null ? List.of() : List.copyOf(turns);
        queue = queue == null ? List.of() : List.copyOf(queue);
    }

    /** Omits the texts, so that it is safe to log. */
    @Override
    public String toString() {
        return "Conversation[sessionId=" + sessionId + ", turns=" + turns.size() + ", queue=" + queue.size()
                + "]";
    }
}
