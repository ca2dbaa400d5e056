package dev.rivulet.client;

import java.time.Duration;

/** The moment until which a caller waits. */
final class Deadline {

    private static final Duration LONG = Duration.ofDays(365);

    private final long start = System.nanoTime();
    private final Duration limit;

    private Deadline(Duration limit) {
        this.limit = limit;
    }

    /** @param limit from now; null for no deadline */
    static Deadline in(Duration limit) {
        return new Deadline(limit == null || limit.compareTo(LONG) > 0 ? LONG : limit);
    }

    /** Returns the time left; zero or negative if the deadline has passed. */
    Duration remaining() {
        return limit.minusNanos(System.nanoTime() - start);
    }

    boolean passed() {
        return !remaining().isPositive();
    }

    /** Returns the given time or the time left, whichever is shorter. */
    Duration cap(Duration wait) {
        Duration left = remaining();
        return left.compareTo(wait) < 0 ? left : wait;
    }
}
