package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.ShapedDelta;
import dev.rivulet.schemas.event.Delta;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The text of an attempt that was not shown yet, and the records of the log that it comes from, so that any split of it
 * has a cursor. Text is removed from its front only: taken to be shown, or dropped. Positions count UTF-16 code units
 * from the last {@link #restart}.
 */
final class PendingText {

    private static final int COMPACT_FROM = 4_096;
    /** About what a {@link Source} takes in memory. */
    private static final int SOURCE_BYTES = 32;

    private final StringBuilder text = new StringBuilder();
    private final Deque<Source> sources = new ArrayDeque<>(); // the deltas that were not removed completely
    private int removed; // characters at the front of the builder that are no longer pending
    private int bytes; // of the pending text, in UTF-8
    private long position; // of the first pending character
    private long seenUpTo; // the reader has seen the text before this position
    private long lastOffset; // the offset of the last record that was removed completely
    private int charsBeyond; // removed from the text that follows that record
    private int attempt;
    private long seq; // of the newest delta that was removed, in part or completely

    PendingText(LastSeen lastSeen) {
        restart(lastSeen.offset(), lastSeen.chars());
    }

    /**
     * Drops the text. The next delta follows the record at the offset.
     *
     * @param seenChars how much of the text that follows the reader has seen, in UTF-16 code units
     */
    void restart(long offset, long seenChars) {
        text.setLength(0);
        sources.clear();
        removed = 0;
        bytes = 0;
        position = 0;
        seenUpTo = seenChars;
        lastOffset = offset;
        charsBeyond = 0;
    }

    /** Appends a delta's text. */
    void add(long offset, Delta delta) {
        attempt = delta.attempt();
        sources.add(new Source(offset, delta.seq(), delta.content().length()));
        text.append(delta.content());
        bytes += Utf8.length(delta.content(), 0, delta.content().length());
    }

    /** Returns the position after the last character. */
    long end() {
        return position + length();
    }

    /** Returns the position of the first character. */
    long position() {
        return position;
    }

    int length() {
        return text.length() - removed;
    }

    /** Returns about how much memory the text takes, and what is noted of its deltas, in bytes. */
    int held() {
        return bytes + SOURCE_BYTES * sources.size();
    }

    /** Returns the position before which the reader has seen the text. */
    long seenUpTo() {
        return seenUpTo;
    }

    /** Says that the reader has seen the text before a position. */
    void markSeenUpTo(long seen) {
        seenUpTo = Math.max(seenUpTo, seen);
    }

    /** Drops the text that the reader has seen. */
    void dropSeen() {
        int seen = (int) Math.min(seenUpTo - position, length());
        if (seen > 0) {
            int end = removed + seen;
            // No cursor that Rivulet gives out lies within a surrogate pair, but a client can make one up.
            boolean split = end < text.length() && Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end));
            remove(split ? seen + 1 : seen);
        }
    }

    /** Returns the text between two positions. */
    String text(long from, long to) {
        return text.substring(removed + (int) (from - position), removed + (int) (to - position));
    }

    /** Drops the text before a position. */
    void dropTo(long to) {
        remove((int) (to - position));
    }

    /** Takes a number of UTF-16 code units from the front, as an event. */
    ShapedDelta take(int count) {
        String taken = text.substring(removed, removed + count);
        remove(count);
        return new ShapedDelta(lastOffset, charsBeyond, new Delta(attempt, seq, taken));
    }

    private void remove(int count) {
        bytes -= Utf8.length(text, removed, removed + count);
        removed += count;
        position += count;
        charsBeyond += count;
        while (!sources.isEmpty() && sources.getFirst().length() <= charsBeyond) {
            Source complete = sources.removeFirst();
            lastOffset = complete.offset();
            seq = complete.seq();
            charsBeyond -= complete.length();
        }
        if (charsBeyond > 0) {
            seq = sources.getFirst().seq();
        }
        compact();
    }

    private void compact() {
        if (removed == text.length()) {
            text.setLength(0);
            removed = 0;
        } else if (removed > COMPACT_FROM && removed > text.length() / 2) {
            text.delete(0, removed);
            removed = 0;
        }
    }

    private record Source(long offset, long seq, int length) {}
}
