package dev.rivulet.bench.load.event;

import java.util.Arrays;

/** Splits a stream of buffers into lines. Copies only lines that are split over two buffers. Not thread-safe. */
final class LineSplitter {

    /** Gets each line without its line feed. The bytes are only valid during the call. */
    @FunctionalInterface
    interface Listener {
        void line(byte[] bytes, int from, int to);
    }

    private byte[] partial = new byte[256];
    private int partialLength;

    void read(byte[] bytes, Listener listener) {
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                if (partialLength == 0) {
                    listener.line(bytes, from, at);
                } else {
                    keep(bytes, from, at);
                    listener.line(partial, 0, partialLength);
                    partialLength = 0;
                }
                from = at + 1;
            }
        }
        keep(bytes, from, bytes.length);
    }

    private void keep(byte[] bytes, int from, int to) {
        int length = to - from;
        if (partialLength + length > partial.length) {
            partial = Arrays.copyOf(partial, Math.max(2 * partial.length, partialLength + length));
        }
        System.arraycopy(bytes, from, partial, partialLength, length);
        partialLength += length;
    }
}
