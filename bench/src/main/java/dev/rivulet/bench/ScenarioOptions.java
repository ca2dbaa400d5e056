package dev.rivulet.bench;

import dev.rivulet.bench.scenario.Scenario;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options of what else is measured. */
final class ScenarioOptions {

    @Option(names = "--scenarios", split = ",", paramLabel = "SCENARIO", description = {
            "What to measure, of ${COMPLETION-CANDIDATES}."})
    private List<Scenario> scenarios = List.of(Scenario.LOADS);

    @Option(names = "--readers", paramLabel = "N", description = "Readers of one turn, and of a resume storm.")
    int readers = 1_000;

    @Option(names = "--beside", paramLabel = "N", description = "Streams beside a resume storm.")
    int beside = 500;

    @Option(names = "--history-turns", paramLabel = "N", description = "Turns of the long session.")
    int historyTurns = 200;

    @Option(names = "--history-sessions", paramLabel = "N", description = "Other sessions with state beside it.")
    int historySessions = 10_000;

    @Option(names = "--history-probes", paramLabel = "N", description = {
            "Turns that are asked one after another, in the long session and in new ones."})
    int historyProbes = 100;

    @Option(names = "--idle", paramLabel = "N", description = "Idle connections.")
    int idle = 10_000;

    @Option(names = "--gateways", split = ",", paramLabel = "N", description = {
            "Gateways that share the load of the scenario of that name, one load each, of the first of --streams."})
    List<Integer> gateways = List.of(1, 2, 4);

    /** Returns them in the order in which they are measured. */
    Set<Scenario> wanted() {
        Set<Scenario> wanted = EnumSet.noneOf(Scenario.class);
        Collections.addAll(wanted, scenarios.toArray(Scenario[]::new));
        return wanted;
    }
}
