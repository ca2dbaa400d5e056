package dev.rivulet.bench.load.event;

/** Finds the tokens {@code " t<index>@<time>"} in a line; several may be joined into one event. */
public final class TokenTimestamps {

    /** Called for each token in the order of the text. */
    @FunctionalInterface
    public interface Listener {
        void token(int index, long emittedAt);
    }

    private TokenTimestamps() {}

    /** Reads the bytes from one index to before another. */
    public static void read(byte[] bytes, int from, int to, Listener listener) {
        int at = from;
        while (at + 1 < to) {
            if (bytes[at] != ' ' || bytes[at + 1] != 't') {
                at++;
                continue;
            }
            at += 2;
            int digits = at;
            long index = 0;
            for (; at < to && isDigit(bytes[at]); at++) {
                index = index * 10 + bytes[at] - '0';
            }
            if (at == digits || at == to || bytes[at] != '@') {
                continue;
            }
            digits = ++at;
            long time = 0;
            for (; at < to && isDigit(bytes[at]); at++) {
                time = time * 10 + bytes[at] - '0';
            }
            if (at > digits) {
                listener.token((int) index, time);
            }
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
