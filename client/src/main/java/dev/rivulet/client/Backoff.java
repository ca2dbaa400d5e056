package dev.rivulet.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: a pause is a random part of a bound that doubles with each failure, so that
 * clients that lost the same gateway do not reconnect at the same moment.
 *
 * @param initial the bound after the first failure
 * @param max the highest bound
 */
record Backoff(Duration initial, Duration max) {

    private static final int MAX_DOUBLINGS = 30;

    /** @param failures consecutive failures, at least 1 */
    Duration pause(int failures, RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(bound(failures).toMillis() + 1));
    }

    Duration bound(int failures) {
        Duration doubled = initial.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return doubled.compareTo(max) < 0 ? doubled : max;
    }
}
