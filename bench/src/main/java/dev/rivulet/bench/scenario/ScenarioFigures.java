package dev.rivulet.bench.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What was measured in a scenario. */
public sealed interface ScenarioFigures permits HistoryFigures, ReadersFigures, StormFigures, IdleFigures {

    /** Returns whether nothing was lost, duplicated or out of order and everything ended. */
    @JsonProperty
    boolean flawless();
}
