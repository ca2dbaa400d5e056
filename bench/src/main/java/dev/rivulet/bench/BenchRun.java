package dev.rivulet.bench;

import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.measure.Ceiling;
import dev.rivulet.bench.measure.LoadLevels;
import dev.rivulet.bench.measure.Measurement;
import dev.rivulet.bench.measure.MeasurementRunner;
import dev.rivulet.bench.measure.Progress;
import dev.rivulet.bench.measure.Workload;
import dev.rivulet.bench.scenario.HistoryScenario;
import dev.rivulet.bench.scenario.IdleFigures;
import dev.rivulet.bench.scenario.IdleScenario;
import dev.rivulet.bench.scenario.ReadersScenarios;
import dev.rivulet.bench.scenario.Scenario;
import dev.rivulet.bench.scenario.ScenarioFigures;
import java.util.ArrayList;
import java.util.List;

/** Measures one scenario after another, on processes that run. */
final class BenchRun {

    private final MeasurementRunner runner;
    private final LoadOptions loads;
    private final CeilingOptions ceiling;
    private final ScenarioOptions scenarios;
    private final Progress progress;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Ceiling> ceilings = new ArrayList<>();
    private final List<ScenarioFigures> figures = new ArrayList<>();

    BenchRun(MeasurementRunner runner, LoadOptions loads, CeilingOptions ceiling, ScenarioOptions scenarios,
            Progress progress) {
        this.runner = runner;
        this.loads = loads;
        this.ceiling = ceiling;
        this.scenarios = scenarios;
        this.progress = progress;
    }

    void run() throws InterruptedException {
        for (Scenario scenario : scenarios.wanted()) {
            switch (scenario) {
                case LOADS -> loads();
                case HISTORY -> history();
                case READERS -> readers();
                case STORM -> storm();
                case IDLE -> idle();
            }
        }
    }

    List<Measurement> measurements() {
        return measurements;
    }

    List<Ceiling> ceilings() {
        return ceilings;
    }

    List<ScenarioFigures> figures() {
        return figures;
    }

    private void loads() throws InterruptedException {
        LoadLevels levels = new LoadLevels(runner, progress);
        levels.warmUp(loads.shapes, loads.workloads(), loads.warmup);
        if (!ceiling.wanted) {
            measurements.addAll(levels.measure(loads.shapes, loads.workloads(), loads.runs));
            return;
        }
        for (Workload workload : loads.busiest()) {
            for (int run = 1; run <= loads.runs; run++) {
                for (Shape shape : loads.shapes) {
                    ceilings.add(levels.findCeiling(shape, workload, ceiling.limits(), ceiling.precision(),
                            ceiling.most, run));
                }
            }
        }
    }

    private void history() throws InterruptedException {
        HistoryScenario history = new HistoryScenario(runner, loads.workloads().getFirst(), progress);
        history.warmUp(loads.warmup);
        figures.add(history.measure(scenarios.historyTurns, scenarios.historySessions, scenarios.historyProbes));
    }

    private void readers() throws InterruptedException {
        ReadersScenarios readers = readersScenarios();
        progress.say("warming up " + scenarios.readers + " readers");
        readers.warmUp(loads.warmup);
        for (int run = 1; run <= loads.runs; run++) {
            progress.say(scenarios.readers + " readers of one turn, run " + run);
            figures.add(readers.readers(run));
        }
    }

    private void storm() throws InterruptedException {
        ReadersScenarios readers = readersScenarios();
        progress.say("warming up " + scenarios.beside + " streams");
        new LoadLevels(runner, progress).warmUp(List.of(Shape.POST), List.of(beside()), loads.warmup);
        for (int run = 1; run <= loads.runs; run++) {
            progress.say(scenarios.readers + " readers cut at once beside " + scenarios.beside + " streams, run "
                    + run);
            figures.add(readers.storm(run));
        }
    }

    private void idle() throws InterruptedException {
        for (Shape shape : List.of(Shape.WEBSOCKET, Shape.FOLLOWED)) {
            progress.say(scenarios.idle + " idle connections, " + shape.label());
            IdleFigures idle = new IdleScenario(runner).measure(shape, scenarios.idle);
            idle.failures().forEach((reason, count) -> progress.say(count + " x " + reason));
            figures.add(idle);
        }
    }

    private ReadersScenarios readersScenarios() {
        return new ReadersScenarios(runner, beside(), scenarios.readers);
    }

    private Workload beside() {
        return loads.workloads().getFirst().withStreams(scenarios.beside);
    }
}
