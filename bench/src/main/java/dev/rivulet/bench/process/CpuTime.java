package dev.rivulet.bench.process;

import java.time.Duration;

/**
 * CPU time of a process since its start, user and system.
 *
 * @param jit the part that its just-in-time compilers took: gone once a process has run long enough
 */
public record CpuTime(Duration all, Duration jit) {

    public CpuTime minus(CpuTime earlier) {
        return new CpuTime(all.minus(earlier.all), jit.minus(earlier.jit));
    }
}
