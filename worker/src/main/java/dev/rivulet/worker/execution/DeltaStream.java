package dev.rivulet.worker.execution;

import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.worker.provider.ToolCallPiece;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Makes the events of an answer from what the provider brings: deltas of its tokens, and pieces of reasoning and of
 * tool calls. The first is sent at once. After that, pieces of one kind that come faster than the window are joined
 * into one event a window; a piece that comes later is sent at once, so a stream slower than the window is never
 * delayed. A piece of another kind first sends what waits. Numbers the events. None ends within a surrogate pair.
 *
 * <p>Pieces come on the provider's thread, late flushes on the timer's. The lock keeps the events in order.
 */
final class DeltaStream {

    private static final char REPLACEMENT = '\uFFFD';

    private final int attempt;
    private final LongSupplier windowNanos;
    private final Timer timer;
    private final Consumer<ChunkEvent.Part> out;
    private final ReentrantLock lock = new ReentrantLock();

    // All guarded by the lock.
    private final StringBuilder text = new StringBuilder();
    private int sentChars;
    private PendingPart other; // what is no text and goes on, or waits; null after text
    private long otherChars; // of all that is no text
    private long seq;
    private boolean anySent;
    private long lastSentNanos;
    private boolean flushScheduled;
    private boolean ended;

    /**
     * @param windowNanos the current window, in nanoseconds; zero: no joining
     * @param out gets the events, one at a time and in order, on the caller's thread or the timer's
     */
    DeltaStream(int attempt, LongSupplier windowNanos, Timer timer, Consumer<ChunkEvent.Part> out) {
        this.attempt = attempt;
        this.windowNanos = windowNanos;
        this.timer = timer;
        this.out = out;
    }

    /**
     * Goes on where earlier attempts end. Called before the first piece.
     *
     * @param earlier their text
     * @param nextSeq the number of their pieces
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
            settleOther();
            append(text, token);
            sendInTime();
        } finally {
            lock.unlock();
        }
    }

    /** @param signature null if there is none; it ends this reasoning */
    void reasoning(String content, String signature) {
        lock.lock();
        try {
            if (!ended) {
                PendingPart.Reasoning reasoning = other instanceof PendingPart.Reasoning open
                        ? open
                        : begin(new PendingPart.Reasoning());
                add(reasoning, content);
                if (signature == null) {
                    sendInTime();
                } else {
                    otherChars += signature.length();
                    reasoning.sign(signature);
                    settleOther();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void toolCall(ToolCallPiece piece) {
        lock.lock();
        try {
            if (!ended) {
                PendingPart.Call call = other instanceof PendingPart.Call open && open.continuesWith(piece)
                        ? open
                        : begin(new PendingPart.Call(piece));
                otherChars += piece.name() == null ? 0 : piece.name().length() + piece.callId().length();
                add(call, piece.arguments());
                if (!piece.complete()) {
                    sendInTime();
                } else {
                    call.complete();
                    settleOther();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private <P extends PendingPart> P begin(P part) {
        settleText();
        settleOther();
        other = part;
        return part;
    }

    private void add(PendingPart part, String content) {
        append(part.content(), content);
        otherChars += content.length();
    }

    /** Sends what waits, now or when the window is over. */
    private void sendInTime() {
        long wait = !anySent ? 0 : lastSentNanos + windowNanos.getAsLong() - timer.nanoTime();
        if (wait <= 0) {
            send();
        } else if (!flushScheduled) {
            flushScheduled = true;
            timer.after(wait, this::flushLate);
        }
    }

    /** Sends what is left. Pieces after that are ignored. */
    void end() {
        lock.lock();
        try {
            if (!ended) {
                settleText();
                settleOther();
                ended = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many events there are, with those that were continued. */
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

    /** Returns the length of all so far, also of what is no text, in UTF-16 code units. */
    long size() {
        lock.lock();
        try {
            return text.length() + otherChars;
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
    private static void append(StringBuilder to, String token) {
        if (!endsWithinPair(to) && !hasSurrogate(token)) {
            to.append(token);
            return;
        }
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean afterHigh = endsWithinPair(to);
            if (afterHigh && !Character.isLowSurrogate(c)) {
                to.setCharAt(to.length() - 1, REPLACEMENT);
            }
            to.append(!afterHigh && Character.isLowSurrogate(c) ? REPLACEMENT : c);
        }
    }

    /** Nothing follows that could be the other half. */
    private static void close(StringBuilder content) {
        if (endsWithinPair(content)) {
            content.setCharAt(content.length() - 1, REPLACEMENT);
        }
    }

    private static boolean endsWithinPair(StringBuilder content) {
        return !content.isEmpty() && Character.isHighSurrogate(content.charAt(content.length() - 1));
    }

    private static boolean hasSurrogate(String token) {
        for (int i = 0; i < token.length(); i++) {
            if (Character.isSurrogate(token.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Another part follows the text. */
    private void settleText() {
        if (text.length() > sentChars) {
            close(text);
            sendText();
        }
    }

    /** Another part follows, or this one is complete. */
    private void settleOther() {
        if (other != null) {
            close(other.content());
            sendOther();
            other = null;
        }
    }

    private void send() {
        if (other == null) {
            sendText();
        } else {
            sendOther();
        }
    }

    private void sendText() {
        int end = endsWithinPair(text) ? text.length() - 1 : text.length();
        if (end > sentChars) {
            String content = text.substring(sentChars, end);
            sentChars = end;
            send(new Delta(attempt, seq, content));
        }
    }

    private void sendOther() {
        if (other.hasNews()) {
            send(other.take(attempt, seq));
        }
    }

    private void send(ChunkEvent.Part event) {
        seq++;
        anySent = true;
        lastSentNanos = timer.nanoTime();
        out.accept(event);
    }
}
