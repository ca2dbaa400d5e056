package dev.rivulet.bench.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.bench.load.plan.ReadersResult;
import java.util.Map;

/**
 * Many readers of one turn.
 *
 * @param eventLoops of the gateway and of the worker; 0: their defaults
 * @param run counts the repetitions, from 1
 * @param gatewayMicros CPU of the gateway for one event at one reader
 * @param simulatorMicros CPU of the simulator for one token, when it sends as many to as many connections by itself
 * @param otherCores cores used by other programs in the measured window
 */
public record ReadersFigures(int eventLoops, int run, ReadersResult load, double gatewayMicros, double simulatorMicros,
        double otherCores) implements ScenarioFigures {

    @JsonProperty
    public double inSimulatorTokens() {
        return gatewayMicros / simulatorMicros;
    }

    @Override
    public boolean flawless() {
        return load.flawless();
    }

    @Override
    public Map<String, Integer> failures() {
        return load.failures();
    }
}
