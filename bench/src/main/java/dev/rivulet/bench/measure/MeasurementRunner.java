package dev.rivulet.bench.measure;

import dev.rivulet.bench.load.plan.LoadPlan;
import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.Plan;
import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.process.BenchProcesses;
import dev.rivulet.bench.process.ProcessRole;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** Runs a plan without measuring it. */
    public <R> R run(Plan plan, Class<R> result) throws InterruptedException {
        processes.send(plan);
        R done = processes.receive(result);
        Thread.sleep(pause);
        return done;
    }

    /** Runs a plan and reads the CPU time at two moments. */
    public <R> WithCpu<R> run(Plan plan, Class<R> result, long measureFrom, long measureTo)
            throws InterruptedException {
        processes.send(plan);
        sleepUntil(measureFrom);
        CpuReading from = CpuReading.of(processes);
        sleepUntil(measureTo);
        CpuReading to = CpuReading.of(processes);
        R done = processes.receive(result);
        Thread.sleep(pause);
        return new WithCpu<>(done, to.since(from), to.secondsSince(from), to.otherCores(from));
    }

    public Measurement measure(Shape shape, Workload workload, int run) throws InterruptedException {
        processes.resetPeaks();
        Map<String, Long> before = processes.logBytes();
        LoadPlan plan = plan(shape, workload, soon());
        WithCpu<LoadResult> load = run(plan, LoadResult.class, plan.measureFrom(), plan.measureTo());
        Map<String, Long> written = new TreeMap<>(processes.logBytes());
        written.replaceAll((topic, bytes) -> bytes - before.getOrDefault(topic, 0L));
        return new Measurement(shape, workload, processes.eventLoops(), run, load.result(), load.seconds(),
                load.costOf(load.result().measuredTokens()), load.otherCores(), processes.peakMemory(), written);
    }

    /** Returns a time at which a plan can start that is sent now. */
    public long soon() {
        return System.nanoTime() + LEAD.toNanos();
    }

    /** Returns a prefix of session ids that no plan had before. */
    public String newName() {
        return prefix + "-" + ++plans;
    }

    /** Returns when what should have ended at a time is given up. */
    public long giveUpAfter(long nanoTime) {
        return nanoTime + GRACE.toNanos();
    }

    public BenchProcesses processes() {
        return processes;
    }

    /** Returns the port of the gateway, or of the simulator. */
    public int port(Shape shape) {
        return processes.port(shape);
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

    /** Returns a load that starts at a time. */
    public LoadPlan plan(Shape shape, Workload workload, long start) {
        return plan(shape, List.of(port(shape)), workload, start);
    }

    /**
     * Returns a load that starts at a time.
     *
     * @param ports to which the requests are sent in turn
     */
    public LoadPlan plan(Shape shape, List<Integer> ports, Workload workload, long start) {
        long end = start + workload.measureTo().plus(workload.turn()).toNanos();
        return new LoadPlan(newName(), shape, ports, workload.streams(), workload.tokens(), 0, null, start,
                workload.ramp().toNanos(), start + workload.measureFrom().toNanos(),
                start + workload.measureTo().toNanos(), giveUpAfter(end));
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())));
    }
}
