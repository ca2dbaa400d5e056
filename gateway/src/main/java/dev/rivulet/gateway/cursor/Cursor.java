package dev.rivulet.gateway.cursor;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * A position in a turn's events: the SSE {@code id} that clients give back. Opaque to them: 36 characters.
 *
 * @param partition where the turn's session is, so that a cursor alone is enough to resume
 * @param attempt the attempt that was shown at this position
 * @param offset the log offset of the event the client has seen; {@link #BEGINNING} when it has seen none
 */
public record Cursor(TurnId turn, int partition, int attempt, long offset) {

    /** The offset of a cursor in front of a turn's first event. */
    public static final long BEGINNING = CursorLayout.MAX_OFFSET;

    public static Cursor beginningOf(TurnId turn, int partition) {
        return new Cursor(turn, partition, 0, BEGINNING);
    }

    public boolean atBeginning() {
        return offset == BEGINNING;
    }

    /** @throws ProblemException {@code invalid_cursor} */
    public static Cursor parse(String text) {
        if (text == null || text.length() != CursorLayout.TURN_CHARS + CursorLayout.EVENT_CHARS) {
            throw invalid();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            byte[] turn = Arrays.copyOf(bytes, CursorLayout.TURN_BYTES);
            byte[] event = Arrays.copyOfRange(bytes, CursorLayout.TURN_BYTES, bytes.length);
            if (event[CursorLayout.EVENT_BYTES - 1] != CursorLayout.check(turn, event, new CRC32C())) {
                throw invalid();
            }
            ByteBuffer in = ByteBuffer.wrap(bytes);
            TurnId id = new TurnId(new UUID(in.getLong(), in.getLong()));
            int partition = Short.toUnsignedInt(in.getShort());
            int attempt = Short.toUnsignedInt(in.getShort());
            long offset = Short.toUnsignedLong(in.getShort()) << 32 | Integer.toUnsignedLong(in.getInt());
            return new Cursor(id, partition, attempt, offset);
        } catch (IllegalArgumentException notBase64OrNotATurn) {
            throw invalid();
        }
    }

    /** The form clients see. */
    @Override
    public String toString() {
        return new String(new CursorEncoder(turn, partition).encode(attempt, offset), StandardCharsets.US_ASCII);
    }

    private static ProblemException invalid() {
        return new ProblemException(ProblemCode.INVALID_CURSOR, "This is not a cursor that Rivulet gave out.",
                "cursor");
    }
}
