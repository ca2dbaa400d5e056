package dev.rivulet.bench.scenario;

import dev.rivulet.bench.load.plan.StormResult;

/**
 * Readers that are cut at once and resume, beside other streams.
 *
 * @param run counts the repetitions, from 1; before the first, nobody has resumed
 * @param otherCores cores used by other programs meanwhile
 */
public record StormFigures(int run, StormResult storm, double otherCores) implements ScenarioFigures {

    @Override
    public boolean flawless() {
        return storm.readers().flawless() && storm.others().flawless()
                && storm.readers().back().count() == storm.readers().readers();
    }
}
