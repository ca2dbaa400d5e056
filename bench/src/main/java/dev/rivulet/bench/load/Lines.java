package dev.rivulet.bench.load;

import java.util.Arrays;

/** Cuts a stream of buffers into lines; a line that one buffer holds whole is not copied. Not thread-safe. */
final class Lines {

    /** Told of each line without its end. The bytes are only valid during the call. */
    @FunctionalInterface
    interface Reader {
        void line(byte[] bytes, int from, int to);
    }

    private byte[] begun = new byte[256];
    private int begunLength;

    void read(byte[] bytes, Reader reader) {
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                if (begunLength == 0) {
                    reader.line(bytes, from, at);
                } else {
                    keep(bytes, from, at);
                    reader.line(begun, 0, begunLength);
                    begunLength = 0;
                }
                from = at + 1;
            }
        }
        keep(bytes, from, bytes.length);
    }

    private void keep(byte[] bytes, int from, int to) {
        int length = to - from;
        if (begunLength + length > begun.length) {
            begun = Arrays.copyOf(begun, Math.max(2 * begun.length, begunLength + length));
        }
        System.arraycopy(bytes, from, begun, begunLength, length);
        begunLength += length;
    }
}
