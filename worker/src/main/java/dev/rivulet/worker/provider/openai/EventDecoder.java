package dev.rivulet.worker.provider.openai;

import dev.rivulet.worker.provider.EventTooLongException;
import java.util.Arrays;

/**
 * Reads the data of the events from the bytes of an event stream, as the WHATWG's HTML standard says: lines end with
 * CR, LF or both, and the data lines of one event are joined. Ignores comments and other fields. Drops an event that is
 * cut short by the end of the stream. For one thread.
 *
 * <p>Own code, because it runs for every token: it works on bytes and allocates nothing.
 */
final class EventDecoder {

    /** Gets the data of each event. The bytes are only valid during the call. */
    @FunctionalInterface
    interface Reader {
        void event(byte[] data, int length);
    }

    private static final byte[] DATA = {'d', 'a', 't', 'a'};

    private final int longest;
    private final Reader reader;

    private byte[] line = new byte[256];
    private int lineLength;
    private boolean afterCr;
    private byte[] data = new byte[256];
    private int dataLength;
    private boolean hasData;

    /**
     * @param longest the most bytes an event may have
     * @param reader  gets the events
     */
    EventDecoder(int longest, Reader reader) {
        this.longest = longest;
        this.reader = reader;
    }

    /**
     * Reads the next bytes of the stream.
     *
     * @throws EventTooLongException when an event has more bytes than allowed
     */
    void read(byte[] bytes) throws EventTooLongException {
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte b = bytes[at];
            if (b == '\n' && afterCr) {
                from = at + 1;
            } else if (b == '\n' || b == '\r') {
                line(bytes, from, at);
                from = at + 1;
            }
            afterCr = b == '\r';
        }
        if (from < bytes.length) {
            line = appended(line, lineLength, bytes, from, bytes.length);
            lineLength += bytes.length - from;
        }
    }

    private void line(byte[] bytes, int from, int to) throws EventTooLongException {
        if (lineLength == 0) {
            field(bytes, from, to);
        } else {
            line = appended(line, lineLength, bytes, from, to);
            int length = lineLength + to - from;
            lineLength = 0;
            field(line, 0, length);
        }
    }

    private void field(byte[] bytes, int from, int to) throws EventTooLongException {
        if (from == to) {
            dispatch();
        } else if (isData(bytes, from, to)) {
            int value = Math.min(from + DATA.length + 1, to);
            if (value < to && bytes[value] == ' ') {
                value++;
            }
            if (hasData) {
                data = appended(data, dataLength++, new byte[]{'\n'}, 0, 1);
            }
            data = appended(data, dataLength, bytes, value, to);
            dataLength += to - value;
            hasData = true;
        }
    }

    private static boolean isData(byte[] bytes, int from, int to) {
        int name = from + DATA.length;
        return to >= name && Arrays.equals(bytes, from, name, DATA, 0, DATA.length)
                && (to == name || bytes[name] == ':');
    }

    private void dispatch() {
        if (hasData) {
            int length = dataLength;
            hasData = false;
            dataLength = 0;
            reader.event(data, length);
        }
    }

    private byte[] appended(byte[] target, int length, byte[] bytes, int from, int to)
            throws EventTooLongException {
        int longer = length + to - from;
        if (longer > longest) {
            throw new EventTooLongException();
        }
        byte[] room = longer <= target.length ? target : Arrays.copyOf(target, Math.max(2 * target.length, longer));
        System.arraycopy(bytes, from, room, length, to - from);
        return room;
    }
}
