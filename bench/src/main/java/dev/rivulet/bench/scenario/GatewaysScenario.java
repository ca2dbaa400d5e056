package dev.rivulet.bench.scenario;

import dev.rivulet.bench.load.plan.LoadPlan;
import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.measure.MeasurementRunner;
import dev.rivulet.bench.measure.Workload;
import dev.rivulet.bench.process.BenchProcesses;
import dev.rivulet.bench.process.GatewayMetrics;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Measures what each of several gateways reads while a load is divided among them. Its turns are chat completions, so
 * the gateways name the sessions.
 */
public final class GatewaysScenario {

    /** Longer than gateways go on reading what they do not prefer any more, at default settings. */
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final MeasurementRunner runner;
    private final BenchProcesses processes;
    private final Workload workload;
    private final int partitions;

    /**
     * Must be created while one gateway runs, which is alone long enough to prefer all partitions.
     *
     * @param workload of all gateways together
     */
    public GatewaysScenario(MeasurementRunner runner, Workload workload) {
        this.runner = runner;
        this.processes = runner.processes();
        this.workload = workload;
        this.partitions = preferred(metrics()).sum();
    }

    /** @param gateways how many share the load */
    public GatewaysFigures measure(int gateways, int run) throws InterruptedException {
        processes.resizeGateways(gateways);
        boolean settled = awaitShares();
        List<GatewayMetrics> before = metrics();
        LoadPlan plan = runner.plan(Shape.CHAT, processes.gatewayPorts(), workload, runner.soon());
        LoadResult load = runner.run(plan, LoadResult.class);
        List<GatewayMetrics> after = metrics();
        return new GatewaysFigures(processes.eventLoops(), run, load,
                growth(before, after, GatewayMetrics::tailBytes), growth(before, after, GatewayMetrics::replayBytes),
                settled);
    }

    /** Returns whether each partition is read by one gateway, and each reads about as many. */
    private boolean awaitShares() throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!areShared(metrics())) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(LOOK_AGAIN);
        }
        return true;
    }

    private boolean areShared(List<GatewayMetrics> gateways) {
        return preferred(gateways).sum() == partitions
                && preferred(gateways).max().orElse(0) - preferred(gateways).min().orElse(0) <= 1
                && gateways.stream().allMatch(one -> one.tailPartitions() == one.preferredPartitions());
    }

    private static IntStream preferred(List<GatewayMetrics> gateways) {
        return gateways.stream().mapToInt(GatewayMetrics::preferredPartitions);
    }

    private List<GatewayMetrics> metrics() {
        return processes.gatewayMetrics();
    }

    private static List<Long> growth(List<GatewayMetrics> before, List<GatewayMetrics> after,
            ToLongFunction<GatewayMetrics> of) {
        return IntStream.range(0, after.size())
                .mapToObj(i -> of.applyAsLong(after.get(i)) - of.applyAsLong(before.get(i))).toList();
    }
}
