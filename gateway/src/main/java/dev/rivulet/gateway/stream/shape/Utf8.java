package dev.rivulet.gateway.stream.shape;

/** Measures text as it is sent. */
final class Utf8 {

    private Utf8() {}

    /** Returns the number of bytes in UTF-8 of a part of a text. */
    static int length(CharSequence text, int from, int to) {
        int bytes = to - from;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // Each half of a surrogate pair is two of the four bytes.
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }
}
