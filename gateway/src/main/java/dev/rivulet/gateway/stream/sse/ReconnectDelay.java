package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long the clients of streams that end together are told to wait before they reconnect: each a random time, so that
 * they do not come back together.
 *
 * @param mean the average; positive
 */
record ReconnectDelay(Duration mean) {

    private static final int MAX_HALF_MS = Integer.MAX_VALUE / 4;

    /** Returns a time between half of the mean and one and a half, after the one that a problem asks for, if any. */
    int nextMillis(ProblemException problem) {
        long asked = problem.retryAfter().map(Duration::toMillis).orElse(0L);
        return (int) Math.min(Integer.MAX_VALUE, asked + nextMillis());
    }

    /** Returns a time between half of the mean and one and a half, in milliseconds. */
    int nextMillis() {
        int half = (int) Math.min(mean.toMillis() / 2, MAX_HALF_MS);
        return half + ThreadLocalRandom.current().nextInt(2 * half + 1);
    }
}
