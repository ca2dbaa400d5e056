package dev.rivulet.gateway.log.cursor;

import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A position in a turn's events: the SSE {@code id} that a client sends back to resume. Opaque to clients: 36
 * characters, or 44 with a MAC, followed by a dot and a number if the position is inside a delta. Without a MAC anybody
 * can make one, so it must only be used with the session that the client has named, and for records of that session
 * (ADR 29). {@link Cursors} reads and writes those of clients.
 *
 * @param partition the partition of the turn's session
 * @param attempt the attempt that was shown last; {@link #AFTER_END} after a turn's end
 * @param offset the offset of the last record of which the client has seen everything; {@link #BEFORE_FIRST_EVENT} if
 *     it has seen none
 * @param charsBeyond how much of the attempt's text after that record the client has seen as well, in UTF-16 code units
 */
public record Cursor(TurnId turn, int partition, int attempt, long offset, int charsBeyond) {

    /** Only what {@link CursorEncoder} writes. Nine digits always fit into an int. */
    private static final Pattern SUFFIX = Pattern.compile("\\.([1-9][0-9]{0,8})");

    /** The offset of a cursor before a turn's first event. */
    public static final long BEFORE_FIRST_EVENT = CursorLayout.MAX_OFFSET;

    /** The attempt of a session's cursor after the end of a turn, before the session's next turn. */
    public static final int AFTER_END = CursorLayout.MAX_ATTEMPT;

    /** Returns the position before a turn's first event. */
    public static Cursor beforeFirstEvent(TurnId turn, int partition) {
        return new Cursor(turn, partition, 0, BEFORE_FIRST_EVENT, 0);
    }

    public boolean isBeforeFirstEvent() {
        return offset == BEFORE_FIRST_EVENT;
    }

    /**
     * Parses what a client sent. Does not check a MAC.
     *
     * @param text may be null, which is not a cursor
     * @throws ProblemException {@code invalid_cursor}
     */
    public static Cursor parse(String text) {
        int chars = text == null ? 0 : CursorLayout.chars(text);
        boolean hasMac = chars == CursorLayout.SEALED_CHARS;
        if (chars != CursorLayout.CHARS && !hasMac) {
            throw invalid();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text.substring(0, chars));
            if (bytes.length != CursorLayout.TURN_BYTES
                    + (hasMac ? CursorLayout.SEALED_EVENT_BYTES : CursorLayout.EVENT_BYTES)) {
                throw invalid(); // some of the characters were padding
            }
            byte[] turn = Arrays.copyOf(bytes, CursorLayout.TURN_BYTES);
            byte[] event = Arrays.copyOfRange(bytes, CursorLayout.TURN_BYTES, bytes.length);
            if (!hasMac && event[CursorLayout.POSITION_BYTES] != CursorLayout.check(turn, event, new CRC32C())) {
                throw invalid();
            }
            ByteBuffer in = ByteBuffer.wrap(bytes);
            TurnId id = new TurnId(new UUID(in.getLong(), in.getLong()));
            int partition = Short.toUnsignedInt(in.getShort());
            int attempt = Short.toUnsignedInt(in.getShort());
            long offset = Short.toUnsignedLong(in.getShort()) << 32 | Integer.toUnsignedLong(in.getInt());
            Cursor cursor = new Cursor(id, partition, attempt, offset, charsBeyond(text, chars));
            if (cursor.isBeforeFirstEvent() && cursor.charsBeyond > 0) {
                throw invalid();
            }
            return cursor;
        } catch (IllegalArgumentException notBase64OrNotATurn) {
            throw invalid();
        }
    }

    /** Returns the form without a MAC. */
    @Override
    public String toString() {
        return new String(new CursorEncoder(turn, partition).encode(attempt, offset, charsBeyond),
                StandardCharsets.US_ASCII);
    }

    private static int charsBeyond(String text, int chars) {
        if (text.length() == chars) {
            return 0;
        }
        Matcher suffix = SUFFIX.matcher(text).region(chars, text.length());
        if (!suffix.matches()) {
            throw invalid();
        }
        return Integer.parseInt(suffix.group(1));
    }

    /** Returns the problem {@code invalid_cursor}. */
    public static ProblemException invalid() {
        return new ProblemException(ProblemCode.INVALID_CURSOR, "This is not a cursor that Rivulet gave out.",
                "cursor");
    }
}
