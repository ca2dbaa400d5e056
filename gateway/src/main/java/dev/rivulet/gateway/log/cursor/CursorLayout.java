package dev.rivulet.gateway.log.cursor;

import dev.rivulet.schemas.TurnId;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The layout of a cursor: 18 bytes that are the same for a whole turn (turn id, partition), and 9 or 15 bytes that are
 * not (attempt, offset, and a check byte or 7 bytes of a MAC). All lengths are multiples of three, so no base64
 * character mixes the two parts. A dot and a decimal number may follow.
 */
final class CursorLayout {

    static final int TURN_BYTES = 18;
    static final int TURN_CHARS = 24;
    static final int POSITION_BYTES = 8;
    static final int MAC_BYTES = 7;
    static final int EVENT_BYTES = POSITION_BYTES + 1;
    static final int EVENT_CHARS = 12;
    static final int CHARS = TURN_CHARS + EVENT_CHARS;
    static final int SEALED_EVENT_BYTES = POSITION_BYTES + MAC_BYTES;
    static final int SEALED_EVENT_CHARS = 20;
    static final int SEALED_CHARS = TURN_CHARS + SEALED_EVENT_CHARS;
    /** Precedes the number of characters that were shown beyond the offset. Not in the base64 alphabet. */
    static final char SUFFIX = '.';
    static final int MAX_ATTEMPT = 0xFFFF;
    static final long MAX_OFFSET = (1L << 48) - 1;

    /** Part of the check byte, so that a cursor of another layout is not accepted. */
    private static final int VERSION = 1;

    private CursorLayout() {}

    static void putTurn(ByteBuffer bytes, TurnId turn, int partition) {
        bytes.putLong(turn.value().getMostSignificantBits()).putLong(turn.value().getLeastSignificantBits())
                .putShort((short) partition);
    }

    static void putPosition(ByteBuffer bytes, int attempt, long offset) {
        bytes.putShort((short) attempt).putShort((short) (offset >>> 32)).putInt((int) offset);
    }

    /** Returns how many characters precede the dot, or the end if there is none. */
    static int chars(String text) {
        int dot = text.indexOf(SUFFIX);
        return dot < 0 ? text.length() : dot;
    }

    /** Returns whether a cursor has a MAC. */
    static boolean hasMac(String text) {
        return chars(text) == SEALED_CHARS;
    }

    /** Returns the check byte of everything that precedes it. */
    static byte check(byte[] turn, byte[] event, CRC32C crc) {
        crc.reset();
        crc.update(VERSION);
        crc.update(turn, 0, TURN_BYTES);
        crc.update(event, 0, POSITION_BYTES);
        int sum = (int) crc.getValue();
        return (byte) (sum ^ sum >>> 8 ^ sum >>> 16 ^ sum >>> 24);
    }
}
