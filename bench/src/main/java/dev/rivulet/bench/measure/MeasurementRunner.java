package dev.rivulet.bench.measure;

import dev.rivulet.bench.load.plan.LoadPlan;
import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.process.BenchProcesses;
import dev.rivulet.bench.process.ProcessRole;
import java.time.Duration;
import java.util.UUID;

/** Runs one load after another and reads CPU and memory at the right moments. */
public final class MeasurementRunner {

    private static final Duration LEAD = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofSeconds(20);

    /** After an overload: how long the rest of its turns may take. */
    private static final Duration LONGEST_REST = Duration.ofMinutes(2);
    private static final Duration QUIET_FOR = Duration.ofSeconds(2);
    private static final double QUIET_CORES = 0.3;

    private final BenchProcesses processes;
    private final Duration pause;
    private final String prefix = "bench-" + UUID.randomUUID().toString().substring(0, 8);
    private int plans;

    /** @param pause between two loads, so that one does not affect the next */
    public MeasurementRunner(BenchProcesses processes, Duration pause) {
        this.processes = processes;
        this.pause = pause;
    }

    /** Runs a load without measuring it. */
    public LoadResult warmUp(Shape shape, Workload workload) throws InterruptedException {
        processes.send(plan(shape, workload));
        LoadResult result = processes.receive();
        Thread.sleep(pause);
        return result;
    }

    public Measurement measure(Shape shape, Workload workload, int run) throws InterruptedException {
        processes.resetPeaks();
        LoadPlan plan = plan(shape, workload);
        processes.send(plan);
        sleepUntil(plan.measureFrom());
        CpuReading from = CpuReading.of(processes);
        sleepUntil(plan.measureTo());
        CpuReading to = CpuReading.of(processes);
        LoadResult result = processes.receive();
        Measurement measurement = new Measurement(shape, workload, run, result, to.secondsSince(from),
                to.costSince(from, result.measuredTokens()), to.otherCores(from), processes.peakMemory());
        Thread.sleep(pause);
        return measurement;
    }

    /** Waits until the system has nothing to do any more: turns that were given up may still run. */
    void awaitQuiet() throws InterruptedException {
        long end = System.nanoTime() + LONGEST_REST.toNanos();
        CpuReading before = CpuReading.of(processes);
        while (System.nanoTime() - end < 0) {
            Thread.sleep(QUIET_FOR);
            CpuReading now = CpuReading.of(processes);
            if (now.coresSince(before, ProcessRole.SYSTEM) < QUIET_CORES) {
                return;
            }
            before = now;
        }
    }

    private LoadPlan plan(Shape shape, Workload workload) {
        long start = System.nanoTime() + LEAD.toNanos();
        long end = start + workload.measureTo().plus(workload.turn()).toNanos();
        return new LoadPlan(prefix + "-" + ++plans, shape, processes.port(shape), workload.streams(), workload.tokens(),
                start, workload.ramp().toNanos(), start + workload.measureFrom().toNanos(),
                start + workload.measureTo().toNanos(), end + GRACE.toNanos());
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())));
    }
}
