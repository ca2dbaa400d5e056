package dev.rivulet.bench.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was measured in a scenario. */
public sealed interface ScenarioFigures permits HistoryFigures, ReadersFigures, StormFigures, IdleFigures,
        GatewaysFigures {

    /** Returns the number of event loops of the gateway and of the worker; 0 for their defaults. */
    int eventLoops();

    /** Returns whether nothing was lost, duplicated or out of order and everything ended. */
    @JsonProperty
    boolean flawless();

    /** Returns why turns, readers or connections failed: their number by reason. */
    Map<String, Integer> failures();

    /** Adds up the numbers of each reason. */
    static Map<String, Integer> sum(List<Map<String, Integer>> failures) {
        Map<String, Integer> sum = new TreeMap<>();
        failures.forEach(some -> some.forEach((reason, count) -> sum.merge(reason, count, Integer::sum)));
        return sum;
    }
}
