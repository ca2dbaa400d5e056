package dev.rivulet.client;

import java.util.List;

/**
 * Some of a session's turns that have ended.
 *
 * @param turns newest first
 * @param more whether the session has older ones, see {@link RivuletClient#turnsBefore}
 */
public record TurnPage(String sessionId, List<PastTurn> turns, boolean more) {

    public TurnPage {
        turns = turns == null ? List.of() : List.copyOf(turns);
    }
}
