package dev.rivulet.bench.load.plan;

import org.HdrHistogram.Histogram;

/** Percentiles in microseconds; zero if nothing was recorded. */
public record Latency(long count, long p50, long p90, long p99, long p999, long max) {

    /** @param micros a histogram of microseconds */
    public static Latency of(Histogram micros) {
        return new Latency(micros.getTotalCount(), micros.getValueAtPercentile(50), micros.getValueAtPercentile(90),
                micros.getValueAtPercentile(99), micros.getValueAtPercentile(99.9), micros.getMaxValue());
    }
}
