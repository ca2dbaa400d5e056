package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.schemas.TurnId;

/**
 * The position of a follower in a session: what its cursors hold, and all that it needs to continue.
 *
 * @param current the turn whose prompt came last
 * @param attempt the attempt of it that was shown last; 0 before its first, {@link Cursor#OVER} after its end
 * @param offset the offset of the last record that was shown completely
 * @param charsBeyond how much of the text after that record was shown too, in UTF-16 code units
 */
public record SessionPosition(TurnId current, int attempt, long offset, int charsBeyond) {

    /** Stands for the current turn of a session that has none. No turn has this id. */
    private static final TurnId NONE = TurnId.parse("00000000-0000-7000-8000-000000000000");

    /** Returns the position at an offset where no turn runs. */
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
