package dev.rivulet.client;

import java.time.Duration;

/** A moment after which a caller does not want to wait any more. */
final class Deadline {

    private static final Duration LONG = Duration.ofDays(365);

    private final long start = System.nanoTime();
    private final Duration limit;

    private Deadline(Duration limit) {
        this.limit = limit;
    }

    /** @param limit from now; null: never */
    static Deadline in(Duration limit) {
        return new Deadline(limit == null || limit.compareTo(LONG) > 0 ? LONG : limit);
    }

    /** Zero or less when it has passed. */
    Duration remaining() {
        return limit.minusNanos(System.nanoTime() - start);
    }

    boolean passed() {
        return !remaining().isPositive();
    }

    /** The shorter of the two waits. */
    Duration cap(Duration wait) {
        Duration left = remaining();
        return left.compareTo(wait) < 0 ? left : wait;
    }
}
