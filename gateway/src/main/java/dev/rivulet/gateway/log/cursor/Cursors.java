package dev.rivulet.gateway.log.cursor;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.SigningSecret;
import dev.rivulet.gateway.identity.SigningSecrets;
import dev.rivulet.schemas.TurnId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Writes cursors and reads what clients send back: with a MAC where there is a secret, so that one is only accepted for
 * the session that it was given out for (ADR 52). Thread-safe.
 *
 * @param acceptUnsigned whether cursors without a MAC are accepted although there is a secret
 */
public record Cursors(SigningSecrets secrets, boolean acceptUnsigned) {

    /** Cursors of a gateway without a secret. */
    public static final Cursors UNSIGNED = new Cursors(SigningSecrets.NONE, true);

    /** Returns the encoder of the cursors of one turn. */
    public CursorEncoder encoder(OwnedSession session, TurnId turn, int partition) {
        return encoder(session, turn, partition, "");
    }

    /** @param prefix precedes every cursor, in ASCII */
    public CursorEncoder encoder(OwnedSession session, TurnId turn, int partition, String prefix) {
        return new CursorEncoder(turn, partition, prefix, session, secrets::sealing);
    }

    /** Returns a cursor in the form that clients see. */
    public String write(OwnedSession session, Cursor cursor) {
        return write(cursor, encoder(session, cursor.turn(), cursor.partition()));
    }

    /**
     * Reads what a client sent.
     *
     * @param session the session that the client names
     * @param text may be null, which is not a cursor
     * @throws dev.rivulet.gateway.problem.ProblemException {@code invalid_cursor}, also for a cursor of another session
     *     or one that was not given out
     */
    public Cursor read(OwnedSession session, String text) {
        Cursor cursor = Cursor.parse(text);
        if (!secrets.valid().isEmpty()
                && !(CursorLayout.hasMac(text) ? isGenuine(session, cursor, text) : acceptUnsigned)) {
            throw Cursor.invalid();
        }
        return cursor;
    }

    /** Compares it with what would have been given out. Takes the same time whatever differs. */
    private boolean isGenuine(OwnedSession session, Cursor cursor, String text) {
        byte[] given = text.getBytes(StandardCharsets.US_ASCII);
        boolean genuine = false;
        for (SigningSecret secret : secrets.valid()) {
            CursorEncoder encoder = new CursorEncoder(cursor.turn(), cursor.partition(), "", session, () -> secret);
            byte[] made = write(cursor, encoder).getBytes(StandardCharsets.US_ASCII);
            genuine |= MessageDigest.isEqual(made, given);
        }
        return genuine;
    }

    private static String write(Cursor cursor, CursorEncoder encoder) {
        return new String(encoder.encode(cursor.attempt(), cursor.offset(), cursor.charsBeyond()),
                StandardCharsets.US_ASCII);
    }
}
