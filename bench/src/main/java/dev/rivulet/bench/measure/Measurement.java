package dev.rivulet.bench.measure;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.bench.load.LoadResult;
import dev.rivulet.bench.load.Route;
import dev.rivulet.bench.process.ProcessRole;
import java.util.Map;

/**
 * The result of one load on one route.
 *
 * @param run counts the repetitions of a route and workload, from 1
 * @param windowSeconds length of the measured window
 * @param cpu per token, in the measured window
 * @param cpuWhole per token over whole turns, including their starts and ends
 * @param otherCores cores used by other programs in the measured window
 * @param peakMemoryBytes resident memory
 */
public record Measurement(Route route, Workload workload, int run, LoadResult load, double windowSeconds,
        Map<ProcessRole, TokenCost> cpu, Map<ProcessRole, TokenCost> cpuWhole, double otherCores,
        Map<ProcessRole, Long> peakMemoryBytes) {

    @JsonProperty
    public double tokensPerSecond() {
        return load.measuredTokens() / windowSeconds;
    }

    /** Returns the sum of worker, broker and gateway in the measured window. */
    @JsonProperty
    public TokenCost systemCpu() {
        return sum(cpu);
    }

    /** Returns the sum of worker, broker and gateway over whole turns. */
    @JsonProperty
    public TokenCost systemCpuWhole() {
        return sum(cpuWhole);
    }

    private static TokenCost sum(Map<ProcessRole, TokenCost> costs) {
        return ProcessRole.SYSTEM.stream().map(role -> costs.getOrDefault(role, TokenCost.NONE)).reduce(TokenCost.NONE,
                TokenCost::plus);
    }
}
