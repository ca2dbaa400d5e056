package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.ShapedDelta;
import dev.rivulet.schemas.event.Delta;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The text of an attempt that waits to be shown, and where in the log it comes from, so that every cut has a cursor.
 * Positions count UTF-16 code units from where the trail begins.
 */
final class PendingText {

    private static final int COMPACT_FROM = 4_096;

    private final StringBuilder text = new StringBuilder();
    private final Deque<Mark> marks = new ArrayDeque<>(); // the deltas that were not passed wholly
    private int passed; // at the front of the text
    private long position; // of the first that waits
    private long floor; // what is in front of it was seen
    private long base; // the offset of the last record passed wholly
    private int beyond; // passed of the text that follows it
    private int attempt;
    private long seq; // of the newest delta that was passed, in part or wholly

    PendingText(Seen seen) {
        restart(seen.offset(), seen.chars());
    }

    /**
     * What waits is dropped; text follows the record at the offset.
     *
     * @param floor how much of that text was seen
     */
    void restart(long offset, long floor) {
        text.setLength(0);
        marks.clear();
        passed = 0;
        position = 0;
        this.floor = floor;
        base = offset;
        beyond = 0;
    }

    void add(long offset, Delta delta) {
        attempt = delta.attempt();
        marks.add(new Mark(offset, delta.seq(), delta.content().length()));
        text.append(delta.content());
    }

    /** The position behind the last that was added. */
    long end() {
        return position + waiting();
    }

    long position() {
        return position;
    }

    int waiting() {
        return text.length() - passed;
    }

    long floor() {
        return floor;
    }

    /** Says that what is in front of a position was seen. */
    void raiseFloor(long to) {
        floor = Math.max(floor, to);
    }

    /** Passes what was seen. */
    void passSeen() {
        int seen = (int) Math.min(floor - position, waiting());
        if (seen > 0) {
            int end = passed + seen;
            // Only a cursor that nobody was given ends within a pair.
            boolean split = end < text.length() && Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end));
            pass(split ? seen + 1 : seen);
        }
    }

    /** The text between two positions that were not passed. */
    String text(long from, long to) {
        return text.substring(passed + (int) (from - position), passed + (int) (to - position));
    }

    void passTo(long to) {
        pass((int) (to - position));
    }

    /** The next so many units as an event. */
    ShapedDelta take(int count) {
        String taken = text.substring(passed, passed + count);
        pass(count);
        return new ShapedDelta(base, beyond, new Delta(attempt, seq, taken));
    }

    private void pass(int count) {
        passed += count;
        position += count;
        beyond += count;
        while (!marks.isEmpty() && marks.getFirst().length() <= beyond) {
            Mark whole = marks.removeFirst();
            base = whole.offset();
            seq = whole.seq();
            beyond -= whole.length();
        }
        if (beyond > 0) {
            seq = marks.getFirst().seq();
        }
        compact();
    }

    private void compact() {
        if (passed == text.length()) {
            text.setLength(0);
            passed = 0;
        } else if (passed > COMPACT_FROM && passed > text.length() / 2) {
            text.delete(0, passed);
            passed = 0;
        }
    }

    private record Mark(long offset, long seq, int length) {}
}
