package dev.rivulet.worker.execution;

import dev.rivulet.schemas.event.Delta;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Makes deltas of tokens. The first token is sent at once. After that, tokens that come faster than the window are
 * joined into one delta a window; a token that comes later is sent at once, so a stream slower than the window is never
 * delayed. Numbers the deltas. No delta ends within a surrogate pair.
 *
 * <p>Tokens come on the provider's thread, late flushes on the timer's. The lock keeps the deltas in order.
 */
final class DeltaStream {

    private static final char REPLACEMENT = '\uFFFD';

    private final int attempt;
    private final LongSupplier windowNanos;
    private final Timer timer;
    private final Consumer<Delta> out;
    private final ReentrantLock lock = new ReentrantLock();

    // All guarded by the lock.
    private final StringBuilder text = new StringBuilder();
    private int sentChars;
    private long seq;
    private boolean anySent;
    private long lastSentNanos;
    private boolean flushScheduled;
    private boolean ended;

    /**
     * @param windowNanos the current window, in nanoseconds; zero: no joining
     * @param out gets the deltas, one at a time and in order, on the caller's thread or the timer's
     */
    DeltaStream(int attempt, LongSupplier windowNanos, Timer timer, Consumer<Delta> out) {
        this.attempt = attempt;
        this.windowNanos = windowNanos;
        this.timer = timer;
        this.out = out;
    }

    /**
     * Goes on where other deltas end. Called before the first token.
     *
     * @param earlier their text
     * @param nextSeq their number
     */
    void continueAfter(String earlier, long nextSeq) {
        lock.lock();
        try {
            text.append(earlier);
            sentChars = earlier.length();
            seq = nextSeq;
        } finally {
            lock.unlock();
        }
    }

    void token(String token) {
        lock.lock();
        try {
            if (token.isEmpty() || ended) {
                return;
            }
            append(token);
            long wait = !anySent ? 0 : lastSentNanos + windowNanos.getAsLong() - timer.nanoTime();
            if (wait <= 0) {
                send();
            } else if (!flushScheduled) {
                flushScheduled = true;
                timer.after(wait, this::flushLate);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is left. Tokens after that are ignored. */
    void end() {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                int last = text.length() - 1;
                if (last >= 0 && Character.isHighSurrogate(text.charAt(last))) {
                    text.setCharAt(last, REPLACEMENT);
                }
                send();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many deltas there are, with those that were continued. */
    long seq() {
        lock.lock();
        try {
            return seq;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the length of the text so far, in UTF-16 code units. */
    int length() {
        lock.lock();
        try {
            return text.length();
        } finally {
            lock.unlock();
        }
    }

    /** Returns all text so far. Once the stream has ended, all of it was sent. */
    String text() {
        lock.lock();
        try {
            return text.toString();
        } finally {
            lock.unlock();
        }
    }

    private void flushLate() {
        lock.lock();
        try {
            flushScheduled = false;
            if (!ended) {
                send();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A surrogate without its other half becomes U+FFFD, as in any decoder. */
    private void append(String token) {
        if (!endsWithinPair() && !hasSurrogate(token)) {
            text.append(token);
            return;
        }
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean afterHigh = endsWithinPair();
            if (afterHigh && !Character.isLowSurrogate(c)) {
                text.setCharAt(text.length() - 1, REPLACEMENT);
            }
            text.append(!afterHigh && Character.isLowSurrogate(c) ? REPLACEMENT : c);
        }
    }

    private boolean endsWithinPair() {
        return !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
    }

    private static boolean hasSurrogate(String token) {
        for (int i = 0; i < token.length(); i++) {
            if (Character.isSurrogate(token.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private void send() {
        int end = text.length();
        if (!ended && end > sentChars && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        if (end > sentChars) {
            Delta delta = new Delta(attempt, seq, text.substring(sentChars, end));
            sentChars = end;
            seq++;
            anySent = true;
            lastSentNanos = timer.nanoTime();
            out.accept(delta);
        }
    }
}
