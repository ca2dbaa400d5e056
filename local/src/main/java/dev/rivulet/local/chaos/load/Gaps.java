package dev.rivulet.local.chaos.load;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The times between two successive deltas on one connection, in milliseconds. Thread-safe. */
public final class Gaps {

    private static final double P99 = 0.99;

    private final Queue<Long> millis = new ConcurrentLinkedQueue<>();

    void add(long gapMillis) {
        millis.add(gapMillis);
    }

    /** Returns the number of gaps. */
    public int count() {
        return millis.size();
    }

    /** Returns the 99th percentile in milliseconds; 0 if there are none. */
    public long p99() {
        long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(P99 * sorted.length) - 1];
    }

    /** Returns the longest in milliseconds; 0 if there are none. */
    public long longest() {
        return Arrays.stream(millis.toArray(Long[]::new)).mapToLong(Long::longValue).max().orElse(0);
    }
}
