package dev.rivulet.schemas.command;

import dev.rivulet.schemas.TurnId;

/**
 * Asks for turns of a session that have ended, newest first.
 *
 * @param limit the most turns
 * @param before only turns with an earlier id than this; null: the newest
 */
public record TurnPage(int limit, TurnId before) {

    /** @throws IllegalArgumentException when the limit is not positive */
    public TurnPage {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one turn");
        }
    }
}
