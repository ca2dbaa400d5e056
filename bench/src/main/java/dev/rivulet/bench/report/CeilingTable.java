package dev.rivulet.bench.report;

import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.measure.Ceiling;
import dev.rivulet.bench.measure.Measurement;
import java.util.List;
import java.util.Optional;

/** The most streams that were sustained, each with the last level that held and the first that did not. */
final class CeilingTable {

    private CeilingTable() {}

    /** Returns the section with its heading; nothing if there was no search. */
    static String of(List<Ceiling> ceilings) {
        if (ceilings.isEmpty()) {
            return "";
        }
        TextTable table = new TextTable(List.of("sustained", "streams", "a token: emission to receipt",
                "first token after request", "turns/s", "simulator's tokens", "what was missed"));
        for (Ceiling ceiling : ceilings) {
            String name = "turns of " + ceiling.tokens() + " tokens, " + ceiling.shape().label() + " "
                    + ceiling.run() + Tables.loops(ceiling.levels().getFirst().measurement().eventLoops());
            table.add(row(name + ": last that held", ceiling.lastHeld()));
            table.add(row(name + ": first that did not", ceiling.firstMissed()));
        }
        return "Ceiling; latency in ms, p50 / p99 / max\n" + table + "\n";
    }

    private static List<String> row(String name, Optional<Ceiling.Level> level) {
        return level.map(tried -> {
            Measurement measurement = tried.measurement();
            LoadResult load = measurement.load();
            return List.of(name, Integer.toString(measurement.workload().streams()), Figures.millis(load.tokenDelay()),
                    Figures.millis(load.firstToken()), Figures.number(0, measurement.turnsPerSecond()),
                    Figures.number(1, measurement.inSimulatorTokens()), String.join(", ", tried.missed()));
        }).orElse(List.of(name, "none", "", "", "", "", ""));
    }
}
