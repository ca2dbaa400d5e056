package dev.rivulet.bench.load.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the tokens, ends and errors in the SSE of one stream. It inspects as few bytes as possible, because it runs on
 * the measured machine. Not thread-safe.
 */
public final class StreamEvents {

    private static final byte[] ID = ascii("id: ");
    private static final byte[] DATA = ascii("data:");
    private static final byte[] DATA_END = ascii("data: [DONE]");
    private static final byte[] DONE = ascii("event: done");
    private static final byte[] SESSION = ascii("event: session");
    private static final byte[] ERROR = ascii("event: error");
    private static final int LONGEST_ERROR = 300;

    private final TokenTimestamps.Listener tokens;
    private final LineSplitter lines = new LineSplitter();
    private boolean errorFollows;
    private boolean following;
    private byte[] id = new byte[0]; // of the event that is being read
    private int idLength; // 0: it has none so far
    private byte[] lastId = new byte[0]; // of the last event that was read whole
    private int lastIdLength; // 0: none yet
    private long events;
    private int ends;
    private String error;

    public StreamEvents(TokenTimestamps.Listener tokens) {
        this.tokens = tokens;
    }

    /** Reads the next bytes of the stream; they may begin and end anywhere. */
    public void read(byte[] bytes) {
        lines.read(bytes, this::line);
    }

    /** Returns how often the stream reported its proper end. */
    public int ends() {
        return ends;
    }

    /** Returns the data of an error event; null if there was none. */
    public String error() {
        return error;
    }

    /** Returns the number of events that were read whole. */
    public long events() {
        return events;
    }

    /** Returns the id of the last event that was read whole and has one; null if there is none. */
    public String lastId() {
        return lastIdLength == 0 ? null : new String(lastId, 0, lastIdLength, StandardCharsets.US_ASCII);
    }

    /** Returns whether the stream of a session has begun: its later turns will be in it. */
    public boolean following() {
        return following;
    }

    private void line(byte[] bytes, int from, int to) {
        if (is(DONE, bytes, from, to) || is(DATA_END, bytes, from, to)) {
            ends++;
        } else if (is(ERROR, bytes, from, to)) {
            errorFollows = true;
        } else if (is(SESSION, bytes, from, to)) {
            following = true;
        } else if (to - from >= DATA.length && is(DATA, bytes, from, from + DATA.length)) {
            if (errorFollows) {
                errorFollows = false;
                error = new String(bytes, from, Math.min(to - from, LONGEST_ERROR), StandardCharsets.UTF_8);
            }
            TokenTimestamps.read(bytes, from, to, tokens);
            eventIsWhole();
        } else if (to - from > ID.length && is(ID, bytes, from, from + ID.length)) {
            keepId(bytes, from + ID.length, to);
        }
    }

    private void keepId(byte[] bytes, int from, int to) {
        idLength = to - from;
        if (id.length < idLength) {
            id = new byte[2 * idLength];
        }
        System.arraycopy(bytes, from, id, 0, idLength);
    }

    private void eventIsWhole() {
        events++;
        if (idLength > 0) {
            byte[] free = lastId;
            lastId = id;
            lastIdLength = idLength;
            id = free;
            idLength = 0;
        }
    }

    private static boolean is(byte[] expected, byte[] bytes, int from, int to) {
        return to - from == expected.length && Arrays.equals(expected, 0, expected.length, bytes, from, to);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
