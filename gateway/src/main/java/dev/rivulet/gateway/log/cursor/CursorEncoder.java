package dev.rivulet.gateway.log.cursor;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.SigningSecret;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.schemas.TurnId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * Encodes the cursors of one turn, with a MAC if there is a secret. The part that they all share is encoded once. Not
 * thread-safe: each stream has its own, on its event loop.
 */
public final class CursorEncoder {

    private final OwnedSession session; // null if no cursor has a MAC
    private final Supplier<SigningSecret> sealing;
    private final byte[] turn = new byte[CursorLayout.TURN_BYTES];
    private final byte[] head; // what all cursors begin with
    private final CRC32C crc = new CRC32C();
    private CursorMac mac; // null without a secret
    private byte[] event = new byte[CursorLayout.EVENT_BYTES];
    private byte[] eventChars = new byte[CursorLayout.EVENT_CHARS];
    private byte[] text; // ends with the cursor

    /** Makes an encoder of cursors without a MAC. */
    public CursorEncoder(TurnId id, int partition) {
        this(id, partition, "", null, () -> null);
    }

    /**
     * @param prefix precedes every cursor, in ASCII
     * @param sealing returns the secret of now, which may change at any time; null if there is none
     */
    CursorEncoder(TurnId id, int partition, String prefix, OwnedSession session, Supplier<SigningSecret> sealing) {
        this.session = session;
        this.sealing = sealing;
        CursorLayout.putTurn(ByteBuffer.wrap(turn), id, partition);
        head = (prefix + Base64.getUrlEncoder().encodeToString(turn)).getBytes(StandardCharsets.US_ASCII);
        text = Arrays.copyOf(head, head.length + CursorLayout.EVENT_CHARS);
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
        followSecret();
        CursorLayout.putPosition(ByteBuffer.wrap(event), attempt, offset);
        if (mac == null) {
            event[CursorLayout.POSITION_BYTES] = CursorLayout.check(turn, event, crc);
        } else {
            mac.putInto(event, charsBeyond);
        }
        Base64.getUrlEncoder().encode(event, eventChars);
        System.arraycopy(eventChars, 0, text, head.length, eventChars.length);
        return charsBeyond == 0 ? text : withSuffix(charsBeyond);
    }

    /** A stream may last longer than the secret with which it began. */
    private void followSecret() {
        SigningSecret now = sealing.get();
        if (now != (mac == null ? null : mac.secret())) {
            mac = now == null ? null : new CursorMac(now, session, turn);
            event = new byte[mac == null ? CursorLayout.EVENT_BYTES : CursorLayout.SEALED_EVENT_BYTES];
            eventChars = new byte[mac == null ? CursorLayout.EVENT_CHARS : CursorLayout.SEALED_EVENT_CHARS];
            text = Arrays.copyOf(head, head.length + eventChars.length);
        }
    }

    private byte[] withSuffix(int charsBeyond) {
        byte[] suffix = (CursorLayout.SUFFIX + Integer.toString(charsBeyond)).getBytes(StandardCharsets.US_ASCII);
        byte[] cursor = Arrays.copyOf(text, text.length + suffix.length);
        System.arraycopy(suffix, 0, cursor, text.length, suffix.length);
        return cursor;
    }
}
