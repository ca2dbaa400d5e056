package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.schemas.TurnId;

/**
 * Where a follower of a session is: what it needs to go on, and what its cursors carry.
 *
 * @param current the turn that opened last
 * @param attempt its attempt that was shown; 0 before its {@code started}, {@link Cursor#OVER} after its end
 * @param offset the offset of the last record of which everything was shown
 * @param charsBeyond how much of the text after it was shown too, in UTF-16 code units
 */
public record SessionPosition(TurnId current, int attempt, long offset, int charsBeyond) {

    /** The current turn of a session that has none: no turn has this id. */
    private static final TurnId NONE = TurnId.parse("00000000-0000-7000-8000-000000000000");

    /** At an offset where no turn is open. */
    static SessionPosition idle(long offset) {
        return new SessionPosition(NONE, Cursor.AFTER_END, offset, 0);
    }

    static SessionPosition of(Cursor cursor) {
        return new SessionPosition(cursor.turn(), cursor.attempt(), cursor.offset(), cursor.charsBeyond());
    }

    public Cursor cursor(int partition) {
        return new Cursor(current, partition, attempt, offset, charsBeyond);
    }
}
