package dev.rivulet.bench.measure;

import dev.rivulet.bench.load.LoadPlan;
import dev.rivulet.bench.load.LoadResult;
import dev.rivulet.bench.load.Route;
import dev.rivulet.bench.process.BenchProcesses;
import dev.rivulet.bench.process.ProcessRole;
import java.time.Duration;
import java.util.UUID;

/** Runs one load after another and reads CPU and memory at the right moments. */
public final class MeasurementRunner {

    private static final Duration LEAD = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofSeconds(20);
    /** Between two loads, so that one does not affect the next. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** After an overload: how long the rest of its turns may take. */
    private static final Duration LONGEST_REST = Duration.ofMinutes(2);
    private static final double QUIET_CORES = 0.3;

    private final BenchProcesses processes;
    private final String prefix = "bench-" + UUID.randomUUID().toString().substring(0, 8);
    private int plans;

    public MeasurementRunner(BenchProcesses processes) {
        this.processes = processes;
    }

    /** Runs a load without measuring it. */
    public LoadResult warmUp(Route route, Workload workload) throws InterruptedException {
        processes.send(plan(route, workload));
        LoadResult result = processes.receive();
        Thread.sleep(PAUSE);
        return result;
    }

    public Measurement measure(Route route, Workload workload, int run) throws InterruptedException {
        processes.resetPeaks();
        LoadPlan plan = plan(route, workload);
        processes.send(plan);
        sleepUntil(plan.measureFrom());
        CpuReading from = CpuReading.of(processes);
        sleepUntil(plan.measureTo());
        CpuReading to = CpuReading.of(processes);
        LoadResult result = processes.receive();
        Measurement measurement = new Measurement(route, workload, run, result, to.secondsSince(from),
                to.costSince(from, result.measuredTokens()), to.otherCores(from), processes.peakMemory());
        Thread.sleep(PAUSE);
        return measurement;
    }

    /** Waits until the system has nothing to do any more: turns that were given up may still run. */
    void awaitQuiet() throws InterruptedException {
        long end = System.nanoTime() + LONGEST_REST.toNanos();
        CpuReading before = CpuReading.of(processes);
        while (System.nanoTime() - end < 0) {
            Thread.sleep(PAUSE);
            CpuReading now = CpuReading.of(processes);
            if (now.coresSince(before, ProcessRole.SYSTEM) < QUIET_CORES) {
                return;
            }
            before = now;
        }
    }

    private LoadPlan plan(Route route, Workload workload) {
        long start = System.nanoTime() + LEAD.toNanos();
        long end = start + workload.measureTo().plus(workload.turn()).toNanos();
        return new LoadPlan(prefix + "-" + ++plans, route, processes.port(route), workload.streams(), workload.tokens(),
                start, workload.ramp().toNanos(), start + workload.measureFrom().toNanos(),
                start + workload.measureTo().toNanos(), end + GRACE.toNanos());
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())));
    }
}
