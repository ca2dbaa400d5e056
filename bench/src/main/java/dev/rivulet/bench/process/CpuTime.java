package dev.rivulet.bench.process;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * User and system CPU time of a process since its start.
 *
 * @param threads the parts of its threads, by what they do; empty where this is not known
 */
public record CpuTime(Duration all, Map<String, Duration> threads) {

    public static final CpuTime NONE = new CpuTime(Duration.ZERO, Map.of());

    /** Returns the part of its just-in-time compilers: it stops growing once all hot code is compiled. */
    public Duration jit() {
        return threads.getOrDefault(ThreadTimes.COMPILER, Duration.ZERO);
    }

    public CpuTime minus(CpuTime earlier) {
        Map<String, Duration> used = new TreeMap<>(threads);
        // The time of threads that ended meanwhile is known to the process only.
        used.replaceAll((kind, time) -> time.minus(earlier.threads.getOrDefault(kind, Duration.ZERO)));
        return new CpuTime(all.minus(earlier.all), used);
    }
}
