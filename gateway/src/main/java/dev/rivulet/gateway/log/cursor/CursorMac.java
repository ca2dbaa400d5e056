package dev.rivulet.gateway.log.cursor;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.SigningSecret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes the MACs of the cursors of one turn. The key is that of the turn, its session and its owner, derived once;
 * the MAC of a position is one block of AES under it, since all positions have one length (ADR 52). Not thread-safe.
 */
final class CursorMac {

    private static final String PURPOSE = "rivulet cursor 1";
    private static final String CIPHER = "AES/ECB/NoPadding"; // the bare block cipher
    private static final int BLOCK = 16;

    private final SigningSecret secret;
    private final Cipher cipher;
    private final byte[] position = new byte[BLOCK];
    private final byte[] mac = new byte[BLOCK];

    /** @param turn what the cursors of a turn have in common, {@link CursorLayout#TURN_BYTES} */
    CursorMac(SigningSecret secret, OwnedSession session, byte[] turn) {
        this.secret = secret;
        byte[] name = session.key().keyBytes();
        byte[] context = ByteBuffer.allocate(turn.length + name.length).put(turn).put(name).array();
        try {
            cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret.derive(PURPOSE, context), 0, BLOCK, "AES"));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    SigningSecret secret() {
        return secret;
    }

    /** Puts the MAC of a position into an event's bytes, behind the position. */
    void putInto(byte[] event, int charsBeyond) {
        ByteBuffer.wrap(position).put(event, 0, CursorLayout.POSITION_BYTES).putInt(charsBeyond);
        try {
            cipher.doFinal(position, 0, BLOCK, mac, 0);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        System.arraycopy(mac, 0, event, CursorLayout.POSITION_BYTES, CursorLayout.MAC_BYTES);
    }
}
