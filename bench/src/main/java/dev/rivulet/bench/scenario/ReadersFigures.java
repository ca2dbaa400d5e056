package dev.rivulet.bench.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.bench.load.plan.ReadersResult;

/**
 * Many readers of one turn.
 *
 * @param run counts the repetitions, from 1
 * @param gatewayMicros CPU of the gateway for one event at one reader
 * @param simulatorMicros CPU of the simulator for one token, when it sends as many to as many connections by itself
 * @param otherCores cores used by other programs in the measured window
 */
public record ReadersFigures(int run, ReadersResult load, double gatewayMicros, double simulatorMicros,
        double otherCores) implements ScenarioFigures {

    @JsonProperty
    public double inSimulatorTokens() {
        return gatewayMicros / simulatorMicros;
    }

    @Override
    public boolean flawless() {
        return load.flawless();
    }
}
