package dev.rivulet.bench.scenario;

import dev.rivulet.bench.load.plan.StormResult;
import java.util.List;
import java.util.Map;

/**
 * Readers that are cut at once and resume, beside other streams.
 *
 * @param eventLoops of the gateway and of the worker; 0: their defaults
 * @param run counts the repetitions, from 1; before the first, nobody has resumed
 * @param otherCores cores used by other programs meanwhile
 */
public record StormFigures(int eventLoops, int run, StormResult storm, double otherCores) implements ScenarioFigures {

    @Override
    public boolean flawless() {
        return storm.readers().flawless() && storm.others().flawless()
                && storm.readers().back().count() == storm.readers().readers();
    }

    @Override
    public Map<String, Integer> failures() {
        return ScenarioFigures.sum(List.of(storm.readers().failures(), storm.others().failures()));
    }
}
