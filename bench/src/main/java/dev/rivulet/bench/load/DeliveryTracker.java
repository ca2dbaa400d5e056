package dev.rivulet.bench.load;

import java.util.BitSet;

/** Which tokens of one stream have come, and whether each came once and in its turn. Not thread-safe. */
final class DeliveryTracker {

    private final BitSet seen;
    private final int expected;
    private int next;
    private int received;
    private int duplicated;
    private int outOfOrder;

    DeliveryTracker(int expected) {
        this.expected = expected;
        this.seen = new BitSet(expected);
    }

    /** True for the first token of the stream to come. */
    boolean arrived(int index) {
        if (index >= expected || seen.get(index)) {
            duplicated++;
            return false;
        }
        seen.set(index);
        if (index < next) {
            outOfOrder++;
        } else {
            next = index + 1; // those left out are lost, or come out of order later
        }
        return received++ == 0;
    }

    /** Different tokens that came. */
    int received() {
        return received;
    }

    /**
     * Tokens that never came.
     *
     * @param ended whether the stream is over; in one that is not, the tokens after the last one seen are only late
     */
    int lost(boolean ended) {
        return (ended ? expected : next) - received;
    }

    int duplicated() {
        return duplicated;
    }

    int outOfOrder() {
        return outOfOrder;
    }
}
