package dev.rivulet.runtime.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Timers with a few fixed buckets. Buckets of several processes can be added up, unlike percentiles, and a dozen of
 * them costs less than the hundreds of a percentile histogram.
 */
public final class Timers {

    /** In milliseconds. Close to each other between 0.1 and 2 s, where users notice. */
    private static final int[] LATENCY = {10, 50, 100, 200, 350, 500, 700, 1_000, 1_500, 2_000, 5_000, 10_000, 30_000,
            60_000};
    /** In seconds. */
    private static final int[] DURATION = {1, 2, 5, 10, 20, 30, 60, 120, 300, 600};

    private Timers() {}

    /** Returns the builder of a timer for waits of milliseconds to a minute. */
    public static Timer.Builder latency(String name, String description) {
        return timer(name, description, IntStream.of(LATENCY).asLongStream());
    }

    /** Returns the builder of a timer for what takes seconds to minutes. */
    public static Timer.Builder duration(String name, String description) {
        return timer(name, description, IntStream.of(DURATION).mapToLong(seconds -> 1_000L * seconds));
    }

    private static Timer.Builder timer(String name, String description, LongStream millis) {
        return Timer.builder(name).description(description)
                .serviceLevelObjectives(millis.mapToObj(Duration::ofMillis).toArray(Duration[]::new));
    }
}
