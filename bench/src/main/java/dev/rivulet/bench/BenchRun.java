package dev.rivulet.bench;

import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.measure.Ceiling;
import dev.rivulet.bench.measure.LoadLevels;
import dev.rivulet.bench.measure.Measurement;
import dev.rivulet.bench.measure.MeasurementRunner;
import dev.rivulet.bench.measure.Progress;
import dev.rivulet.bench.measure.Workload;
import dev.rivulet.bench.scenario.GatewaysScenario;
import dev.rivulet.bench.scenario.HistoryScenario;
import dev.rivulet.bench.scenario.IdleScenario;
import dev.rivulet.bench.scenario.ReadersScenarios;
import dev.rivulet.bench.scenario.Scenario;
import dev.rivulet.bench.scenario.ScenarioFigures;
import java.util.ArrayList;
import java.util.List;

/** Measures one scenario after another, and keeps the figures. */
final class BenchRun {

    private final LoadOptions loads;
    private final CeilingOptions ceiling;
    private final ScenarioOptions scenarios;
    private final Progress progress;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Ceiling> ceilings = new ArrayList<>();
    private final List<ScenarioFigures> figures = new ArrayList<>();
    private MeasurementRunner runner; // of the processes that are measured
    private Runnable warm; // called after each warm-up

    BenchRun(LoadOptions loads, CeilingOptions ceiling, ScenarioOptions scenarios, Progress progress) {
        this.loads = loads;
        this.ceiling = ceiling;
        this.scenarios = scenarios;
        this.progress = progress;
    }

    /**
     * Adds the figures of these processes.
     *
     * @param whenWarm called after each warm-up
     */
    void run(MeasurementRunner processes, Runnable whenWarm) throws InterruptedException {
        runner = processes;
        warm = whenWarm;
        for (Scenario scenario : scenarios.wanted()) {
            switch (scenario) {
                case LOADS -> loads();
                case HISTORY -> history();
                case READERS -> readers();
                case STORM -> storm();
                case IDLE -> idle();
                case GATEWAYS -> gateways();
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
        warm.run();
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
        warm.run();
        add(history.measure(scenarios.historyTurns, scenarios.historySessions, scenarios.historyProbes));
    }

    private void readers() throws InterruptedException {
        ReadersScenarios readers = readersScenarios();
        progress.say("warming up " + scenarios.readers + " readers");
        readers.warmUp(loads.warmup);
        warm.run();
        for (int run = 1; run <= loads.runs; run++) {
            progress.say(scenarios.readers + " readers of one turn, run " + run);
            add(readers.readers(run));
        }
    }

    private void storm() throws InterruptedException {
        ReadersScenarios readers = readersScenarios();
        progress.say("warming up " + scenarios.beside + " streams");
        new LoadLevels(runner, progress).warmUp(List.of(Shape.POST), List.of(beside()), loads.warmup);
        warm.run();
        for (int run = 1; run <= loads.runs; run++) {
            progress.say(scenarios.readers + " readers cut at once beside " + scenarios.beside + " streams, run "
                    + run);
            add(readers.storm(run));
        }
    }

    private void idle() throws InterruptedException {
        for (Shape shape : List.of(Shape.WEBSOCKET, Shape.FOLLOWED)) {
            progress.say(scenarios.idle + " idle connections, " + shape.label());
            add(new IdleScenario(runner).measure(shape, scenarios.idle));
        }
    }

    private void gateways() throws InterruptedException {
        Workload workload = loads.workloads().getFirst();
        new LoadLevels(runner, progress).warmUp(List.of(Shape.CHAT), List.of(workload), loads.warmup);
        warm.run();
        GatewaysScenario scenario = new GatewaysScenario(runner, workload);
        for (int run = 1; run <= loads.runs; run++) {
            for (int count : scenarios.gateways) {
                progress.say(workload.streams() + " streams at " + count + " gateways, run " + run);
                add(scenario.measure(count, run));
            }
        }
        runner.processes().resizeGateways(1);
    }

    private void add(ScenarioFigures measured) {
        measured.failures().forEach((reason, count) -> progress.say(count + " x " + reason));
        figures.add(measured);
    }

    private ReadersScenarios readersScenarios() {
        return new ReadersScenarios(runner, beside(), scenarios.readers);
    }

    private Workload beside() {
        return loads.workloads().getFirst().withStreams(scenarios.beside);
    }
}
