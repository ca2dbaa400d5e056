package dev.rivulet.bench.process;

import java.time.Duration;

/**
 * User and system CPU time of a process since its start.
 *
 * @param jit the part of its just-in-time compilers: it stops once all hot code is compiled
 */
public record CpuTime(Duration all, Duration jit) {

    public static final CpuTime NONE = new CpuTime(Duration.ZERO, Duration.ZERO);

    public CpuTime minus(CpuTime earlier) {
        return new CpuTime(all.minus(earlier.all), jit.minus(earlier.jit));
    }
}
