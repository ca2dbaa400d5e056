package dev.rivulet.bench.measure;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.process.ProcessRole;
import java.util.Map;

/**
 * The result of one load in one shape.
 *
 * @param eventLoops of the gateway and of the worker; 0: their defaults
 * @param run counts the repetitions of a shape and workload, from 1
 * @param windowSeconds length of the measured window
 * @param cpu per token, in the measured window, with all that its turns cost
 * @param otherCores cores used by other programs in the measured window
 * @param peakMemoryBytes resident memory
 * @param logBytes by how much topics grew on the broker's disk, by topic, from the first turn to the last: one copy
 */
public record Measurement(Shape shape, Workload workload, int eventLoops, int run, LoadResult load,
        double windowSeconds,
        Map<ProcessRole, TokenCost> cpu, double otherCores, Map<ProcessRole, Long> peakMemoryBytes,
        Map<String, Long> logBytes) {

    @JsonProperty
    public double tokensPerSecond() {
        return load.measuredTokens() / windowSeconds;
    }

    @JsonProperty
    public double turnsPerSecond() {
        return load.measuredTurns() / windowSeconds;
    }

    /** Returns the sum of worker, broker and gateway. */
    @JsonProperty
    public TokenCost systemCpu() {
        return ProcessRole.SYSTEM.stream().map(role -> cpu.getOrDefault(role, TokenCost.NONE)).reduce(TokenCost.NONE,
                TokenCost::plus);
    }

    /**
     * Returns the sum of worker, broker and gateway in units of what the simulator used for the same tokens: on a noisy
     * machine both change together. NaN if the simulator's is unknown.
     */
    @JsonProperty
    public double inSimulatorTokens() {
        return systemCpu().all() / cpu.getOrDefault(ProcessRole.SIMULATOR, TokenCost.NONE).all();
    }
}
