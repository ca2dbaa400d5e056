package dev.rivulet.bench.measure;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.bench.fleet.Role;
import dev.rivulet.bench.load.LoadResult;
import dev.rivulet.bench.load.Route;
import java.util.Map;

/**
 * What one load on one route showed.
 *
 * @param run             counts the repetitions of a route and workload, from 1
 * @param windowSeconds   length of the measured window
 * @param cpuMicros       CPU microseconds a token, in the measured window
 * @param cpuMicrosWhole  the same over whole turns, their starts and ends included
 * @param otherCores      cores that were busy with something else than these processes, in the measured window
 * @param peakMemoryBytes resident
 */
public record Measurement(Route route, Workload workload, int run, LoadResult load, double windowSeconds,
        Map<Role, Double> cpuMicros, Map<Role, Double> cpuMicrosWhole, double otherCores,
        Map<Role, Long> peakMemoryBytes) {

    @JsonProperty
    public double tokensPerSecond() {
        return load.measuredTokens() / windowSeconds;
    }

    /** Worker, broker and gateway together, in the measured window. */
    @JsonProperty
    public double systemCpuMicros() {
        return sum(cpuMicros);
    }

    /** Worker, broker and gateway together, over whole turns. */
    @JsonProperty
    public double systemCpuMicrosWhole() {
        return sum(cpuMicrosWhole);
    }

    private static double sum(Map<Role, Double> micros) {
        return Role.SYSTEM.stream().mapToDouble(role -> micros.getOrDefault(role, 0.0)).sum();
    }
}
