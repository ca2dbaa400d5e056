package dev.rivulet.gateway.cursor;

import dev.rivulet.schemas.TurnId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Writes the cursors of one turn; what is the same for all of them is encoded once. Not thread-safe: each stream has its
 * own, on its event loop.
 */
public final class CursorEncoder {

    private final byte[] turn = new byte[CursorLayout.TURN_BYTES];
    private final byte[] event = new byte[CursorLayout.EVENT_BYTES];
    private final byte[] eventChars = new byte[CursorLayout.EVENT_CHARS];
    private final byte[] text = new byte[CursorLayout.TURN_CHARS + CursorLayout.EVENT_CHARS];
    private final CRC32C crc = new CRC32C();

    public CursorEncoder(TurnId id, int partition) {
        CursorLayout.putTurn(ByteBuffer.wrap(turn), id, partition);
        byte[] turnChars = Base64.getUrlEncoder().encode(turn);
        System.arraycopy(turnChars, 0, text, 0, CursorLayout.TURN_CHARS);
    }

    /**
     * The cursor at an event, in ASCII. The array is used again by the next call.
     *
     * @throws IllegalArgumentException when attempt or offset is beyond what a cursor can hold
     */
    public byte[] encode(int attempt, long offset) {
        if (attempt < 0 || attempt > CursorLayout.MAX_ATTEMPT || offset < 0 || offset > CursorLayout.MAX_OFFSET) {
            throw new IllegalArgumentException("no cursor can hold attempt " + attempt + " and offset " + offset);
        }
        CursorLayout.putPosition(ByteBuffer.wrap(event), attempt, offset);
        event[CursorLayout.EVENT_BYTES - 1] = CursorLayout.check(turn, event, crc);
        Base64.getUrlEncoder().encode(event, eventChars);
        System.arraycopy(eventChars, 0, text, CursorLayout.TURN_CHARS, CursorLayout.EVENT_CHARS);
        return text;
    }
}
