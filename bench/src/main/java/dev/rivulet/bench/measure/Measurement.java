package dev.rivulet.bench.measure;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.bench.load.LoadResult;
import dev.rivulet.bench.load.Route;
import dev.rivulet.bench.process.ProcessRole;
import java.util.Map;

/**
 * What one load on one route showed.
 *
 * @param run             counts the repetitions of a route and workload, from 1
 * @param windowSeconds   length of the measured window
 * @param cpu             of each token, in the measured window
 * @param cpuWhole        the same over whole turns, their starts and ends included
 * @param otherCores      cores that were busy with something else than these processes, in the measured window
 * @param peakMemoryBytes resident
 */
public record Measurement(Route route, Workload workload, int run, LoadResult load, double windowSeconds,
        Map<ProcessRole, TokenCost> cpu, Map<ProcessRole, TokenCost> cpuWhole, double otherCores,
        Map<ProcessRole, Long> peakMemoryBytes) {

    @JsonProperty
    public double tokensPerSecond() {
        return load.measuredTokens() / windowSeconds;
    }

    /** Worker, broker and gateway together, in the measured window. */
    @JsonProperty
    public TokenCost systemCpu() {
        return sum(cpu);
    }

    /** Worker, broker and gateway together, over whole turns. */
    @JsonProperty
    public TokenCost systemCpuWhole() {
        return sum(cpuWhole);
    }

    private static TokenCost sum(Map<ProcessRole, TokenCost> costs) {
        return ProcessRole.SYSTEM.stream().map(role -> costs.getOrDefault(role, TokenCost.NONE)).reduce(TokenCost.NONE,
                TokenCost::plus);
    }
}
