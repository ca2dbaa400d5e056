package dev.rivulet.gateway.log.cursor;

import dev.rivulet.schemas.TurnId;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Where the parts of a cursor lie: 18 bytes that are the same for a whole turn (turn id, partition) and 9 that are not
 * (attempt, offset, check). Both are multiples of three, so each has base64 characters of its own. A number in decimal may
 * follow, behind a point. Pure.
 */
final class CursorLayout {

    static final int TURN_BYTES = 18;
    static final int TURN_CHARS = 24;
    static final int EVENT_BYTES = 9;
    static final int EVENT_CHARS = 12;
    static final int CHARS = TURN_CHARS + EVENT_CHARS;
    /** Between a cursor and how much of the text behind it was shown. Not a character of base64. */
    static final char SUFFIX = '.';
    static final int MAX_ATTEMPT = 0xFFFF;
    static final long MAX_OFFSET = (1L << 48) - 1;

    /** Goes into the check byte: a cursor of another layout does not pass for one of this. */
    private static final int VERSION = 1;

    private CursorLayout() {}

    static void putTurn(ByteBuffer bytes, TurnId turn, int partition) {
        bytes.putLong(turn.value().getMostSignificantBits()).putLong(turn.value().getLeastSignificantBits())
                .putShort((short) partition);
    }

    static void putPosition(ByteBuffer bytes, int attempt, long offset) {
        bytes.putShort((short) attempt).putShort((short) (offset >>> 32)).putInt((int) offset);
    }

    /** Over everything in front of the check byte. */
    static byte check(byte[] turn, byte[] event, CRC32C crc) {
        crc.reset();
        crc.update(VERSION);
        crc.update(turn, 0, TURN_BYTES);
        crc.update(event, 0, EVENT_BYTES - 1);
        int sum = (int) crc.getValue();
        return (byte) (sum ^ sum >>> 8 ^ sum >>> 16 ^ sum >>> 24);
    }
}
