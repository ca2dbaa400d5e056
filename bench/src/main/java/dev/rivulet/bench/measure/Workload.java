package dev.rivulet.bench.measure;

import java.time.Duration;

/**
 * Concurrent streams of one turn each.
 *
 * @param streams number of streams
 * @param rate tokens per second of each stream
 * @param seconds duration of each stream
 */
public record Workload(int streams, int rate, int seconds) {

    private static final int STARTS_PER_SECOND = 500;
    /** After the last start and before the first end, so that only running streams are measured. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    /** @throws IllegalArgumentException if the streams are too short to be measured; the message is for the user */
    public Workload {
        if (streams < 1 || rate < 1) {
            throw new IllegalArgumentException("streams and rate must be 1 or more");
        }
        Duration least = least(streams);
        if (Duration.ofSeconds(seconds).compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    streams + " streams take at least " + (least.toMillis() + 999) / 1_000 + " seconds");
        }
    }

    public int tokens() {
        return rate * seconds;
    }

    /** Returns the time over which the starts are spread, so that the streams do not send in lock-step. */
    Duration ramp() {
        return ramp(streams);
    }

    /** Returns the time from the first start until all streams run. */
    Duration measureFrom() {
        return ramp().plus(SETTLE);
    }

    /** Returns the time from the first start until just before the first end. */
    Duration measureTo() {
        return Duration.ofSeconds(seconds).minus(SETTLE.dividedBy(2));
    }

    /** Returns the same streams with another duration, for the warm-up: at least the minimum duration. */
    public Workload warmUp(int otherSeconds) {
        return new Workload(streams, rate, Math.max(otherSeconds, (int) least(streams).toSeconds() + 1));
    }

    private static Duration least(int streams) {
        return ramp(streams).plus(SETTLE.multipliedBy(3));
    }

    private static Duration ramp(int streams) {
        return Duration.ofMillis(Math.max(1_000, 1_000L * streams / STARTS_PER_SECOND));
    }
}
