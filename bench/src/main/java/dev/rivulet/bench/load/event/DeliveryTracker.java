package dev.rivulet.bench.load.event;

import java.util.BitSet;

/** Tracks which tokens of one stream arrived, and whether each came once and in order. Not thread-safe. */
public final class DeliveryTracker {

    private final BitSet seen;
    private final int expected;
    private int next;
    private int received;
    private int duplicated;
    private int outOfOrder;

    /** @param expected number of tokens of the stream */
    public DeliveryTracker(int expected) {
        this.expected = expected;
        this.seen = new BitSet(expected);
    }

    /** Returns true for the first token that arrives. */
    public boolean arrived(int index) {
        if (index >= expected || seen.get(index)) {
            duplicated++;
            return false;
        }
        seen.set(index);
        if (index < next) {
            outOfOrder++;
        } else {
            next = index + 1; // skipped tokens are lost, or come out of order later
        }
        return received++ == 0;
    }

    /** Returns the number of different tokens that arrived. */
    public int received() {
        return received;
    }

    /**
     * Returns the number of tokens that did not arrive.
     *
     * @param ended whether the stream has ended; if not, tokens after the last one received are only late
     */
    public int lost(boolean ended) {
        return (ended ? expected : next) - received;
    }

    public int duplicated() {
        return duplicated;
    }

    public int outOfOrder() {
        return outOfOrder;
    }
}
