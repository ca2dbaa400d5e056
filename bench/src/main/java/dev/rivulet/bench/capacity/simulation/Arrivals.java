package dev.rivulet.bench.capacity.simulation;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** When turns are accepted: users who do not know of each other. The same seed gives the same times. */
public final class Arrivals implements LongSupplier {

    private final SplittableRandom random;
    private final double perSecond;
    private double seconds;

    /** @param perSecond how many on average */
    public Arrivals(double perSecond, long seed) {
        this.random = new SplittableRandom(seed);
        this.perSecond = perSecond;
    }

    /** Returns the next time, in nanoseconds from the start. */
    @Override
    public long getAsLong() {
        seconds += exponential(random) / perSecond;
        return (long) (seconds * Duration.ofSeconds(1).toNanos());
    }

    /** Returns a number with an exponential distribution and the mean 1. */
    static double exponential(SplittableRandom random) {
        return -Math.log1p(-random.nextDouble());
    }
}
