package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.cursor.Cursor;

/**
 * What of a turn a reader has seen.
 *
 * @param offset of the last record that it has all of; -1 when there is none
 * @param chars how much it has of the attempt's text that follows, in UTF-16 code units
 */
public record Seen(long offset, int chars) {

    public static final Seen NOTHING = new Seen(-1, 0);

    public static Seen upTo(Cursor cursor) {
        return cursor.isBeforeFirstEvent() ? NOTHING : new Seen(cursor.offset(), cursor.charsBeyond());
    }

    boolean covers(long recordOffset) {
        return recordOffset <= offset;
    }
}
