package dev.rivulet.bench.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.bench.load.plan.LoadResult;
import java.util.List;
import java.util.Map;

/**
 * Turns that are asked one after another on an otherwise idle system.
 *
 * @param eventLoops of the gateway and of the worker; 0: their defaults
 * @param turns of the long session
 * @param sessions with state, besides it
 * @param empty turns in new sessions, before the others were made
 * @param beside turns in new sessions, beside the others
 * @param inLongSession turns in the long session, beside the others
 * @param madeFlawless whether nothing went wrong while the sessions were made
 */
public record HistoryFigures(int eventLoops, int turns, int sessions, LoadResult empty, LoadResult beside,
        LoadResult inLongSession,
        boolean madeFlawless) implements ScenarioFigures {

    @JsonProperty
    public double besideOverEmpty() {
        return (double) beside.firstToken().p50() / empty.firstToken().p50();
    }

    @JsonProperty
    public double longOverEmpty() {
        return (double) inLongSession.firstToken().p50() / empty.firstToken().p50();
    }

    @Override
    public boolean flawless() {
        return madeFlawless && empty.flawless() && beside.flawless() && inLongSession.flawless();
    }

    @Override
    public Map<String, Integer> failures() {
        return ScenarioFigures.sum(List.of(empty.failures(), beside.failures(), inLongSession.failures()));
    }
}
