package dev.rivulet.bench.scenario;

import dev.rivulet.bench.load.plan.IdlePlan;
import dev.rivulet.bench.load.plan.IdleResult;
import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.measure.MeasurementRunner;
import dev.rivulet.bench.process.BenchProcesses;
import dev.rivulet.bench.process.MemoryUse;
import dev.rivulet.bench.process.ProcessRole;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Measures the memory of the gateway for connections that do nothing. */
public final class IdleScenario {

    private static final int PER_SECOND = 500;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    /** Opened and closed before, so that what is made once is not counted. */
    private static final int WARM_UP = 100;
    /** Files of a process that are no such connections. */
    private static final int OTHER_FILES = 500;

    private final MeasurementRunner runner;
    private final BenchProcesses processes;

    public IdleScenario(MeasurementRunner runner) {
        this.runner = runner;
        this.processes = runner.processes();
    }

    /** @param shape of the connections, see {@link IdlePlan} */
    public IdleFigures measure(Shape shape, int connections) throws InterruptedException {
        for (ProcessRole role : List.of(ProcessRole.GATEWAY, ProcessRole.LOAD)) {
            long most = processes.mostOpenFiles(role);
            if (most < connections + OTHER_FILES) {
                String reason = "the " + role.label() + " may have only " + most
                        + " files open: raise the limit (ulimit -n)";
                return figures(shape, connections, 0, Map.of(reason, connections), new MemoryUse(0, 0, 0));
            }
        }
        open(shape, Math.min(WARM_UP, connections));
        open(shape, 0);
        MemoryUse before = processes.memoryAfterGc(ProcessRole.GATEWAY);
        IdleResult idle = open(shape, connections);
        MemoryUse with = processes.memoryAfterGc(ProcessRole.GATEWAY);
        open(shape, 0);
        return figures(shape, connections, idle.open(), idle.failures(), with.minus(before));
    }

    private IdleFigures figures(Shape shape, int wanted, int open, Map<String, Integer> failures, MemoryUse grown) {
        return new IdleFigures(processes.eventLoops(), shape, wanted, open, failures, grown);
    }

    /** Closes the connections of before and opens others. */
    private IdleResult open(Shape shape, int connections) throws InterruptedException {
        return runner.run(new IdlePlan(runner.newName(), runner.port(shape), shape, connections, PER_SECOND,
                System.nanoTime() + LONGEST.toNanos()), IdleResult.class);
    }
}
