package dev.rivulet.gateway.log.cursor;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.schemas.TurnId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Encodes the cursors of one turn. The part that they all share is encoded once. Not thread-safe: each stream has its
 * own, on its event loop.
 */
public final class CursorEncoder {

    private final byte[] turn = new byte[CursorLayout.TURN_BYTES];
    private final byte[] event = new byte[CursorLayout.EVENT_BYTES];
    private final byte[] eventChars = new byte[CursorLayout.EVENT_CHARS];
    private final byte[] text; // ends with the cursor
    private final CRC32C crc = new CRC32C();

    public CursorEncoder(TurnId id, int partition) {
        this(id, partition, "");
    }

    /** @param prefix precedes every cursor, in ASCII */
    public CursorEncoder(TurnId id, int partition, String prefix) {
        CursorLayout.putTurn(ByteBuffer.wrap(turn), id, partition);
        text = Arrays.copyOf(prefix.getBytes(StandardCharsets.US_ASCII), prefix.length() + CursorLayout.CHARS);
        byte[] turnChars = Base64.getUrlEncoder().encode(turn);
        System.arraycopy(turnChars, 0, text, prefix.length(), CursorLayout.TURN_CHARS);
    }

    /** Returns the cursor after an event; see {@link #encode(int, long, int)}. */
    public byte[] encode(ShownEvent event) {
        return encode(event.attempt(), event.offset(), event.charsBeyond());
    }

    /**
     * Returns a cursor in ASCII. The next call may overwrite the array.
     *
     * @param charsBeyond as in {@link Cursor}
     * @throws IllegalArgumentException if a cursor cannot hold the attempt or the offset
     */
    public byte[] encode(int attempt, long offset, int charsBeyond) {
        if (attempt < 0 || attempt > CursorLayout.MAX_ATTEMPT || offset < 0 || offset > CursorLayout.MAX_OFFSET) {
            throw new IllegalArgumentException("no cursor can hold attempt " + attempt + " and offset " + offset);
        }
        CursorLayout.putPosition(ByteBuffer.wrap(event), attempt, offset);
        event[CursorLayout.EVENT_BYTES - 1] = CursorLayout.check(turn, event, crc);
        Base64.getUrlEncoder().encode(event, eventChars);
        System.arraycopy(eventChars, 0, text, text.length - CursorLayout.EVENT_CHARS, CursorLayout.EVENT_CHARS);
        return charsBeyond == 0 ? text : withSuffix(charsBeyond);
    }

    private byte[] withSuffix(int charsBeyond) {
        byte[] suffix = (CursorLayout.SUFFIX + Integer.toString(charsBeyond)).getBytes(StandardCharsets.US_ASCII);
        byte[] cursor = Arrays.copyOf(text, text.length + suffix.length);
        System.arraycopy(suffix, 0, cursor, text.length, suffix.length);
        return cursor;
    }
}
