package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.cursor.Cursor;

/**
 * How far a reader has seen a turn.
 *
 * @param offset the offset of the last record that it has seen completely; -1 if there is none
 * @param chars how much it has seen of the attempt's text that follows that record, in UTF-16 code units
 */
public record LastSeen(long offset, int chars) {

    public static final LastSeen NOTHING = new LastSeen(-1, 0);

    /** Returns what a reader with a cursor has seen. */
    public static LastSeen upTo(Cursor cursor) {
        return cursor.isBeforeFirstEvent() ? NOTHING : new LastSeen(cursor.offset(), cursor.charsBeyond());
    }

    /** Returns whether the reader has seen the record at an offset. */
    boolean covers(long recordOffset) {
        return recordOffset <= offset;
    }
}
