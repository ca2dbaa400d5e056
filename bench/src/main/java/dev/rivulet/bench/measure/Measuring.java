package dev.rivulet.bench.measure;

import dev.rivulet.bench.fleet.Fleet;
import dev.rivulet.bench.load.LoadOrder;
import dev.rivulet.bench.load.LoadResult;
import dev.rivulet.bench.load.Route;
import java.time.Duration;
import java.util.UUID;

/** Puts loads on a fleet, one after the other, and reads the meters at the right moments. */
public final class Measuring {

    private static final Duration LEAD = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Between two loads: what one left behind is not to burden the next. */
    private static final Duration REST = Duration.ofSeconds(2);

    private final Fleet fleet;
    private final String prefix = "bench-" + UUID.randomUUID().toString().substring(0, 8);
    private int orders;

    public Measuring(Fleet fleet) {
        this.fleet = fleet;
    }

    /** A load that is not measured. */
    public LoadResult warmUp(Route route, Workload workload) throws InterruptedException {
        fleet.send(order(route, workload));
        LoadResult result = fleet.receive();
        Thread.sleep(REST);
        return result;
    }

    public Measurement measure(Route route, Workload workload, int run) throws InterruptedException {
        fleet.forgetPeaks();
        CpuReading before = CpuReading.of(fleet);
        LoadOrder order = order(route, workload);
        fleet.send(order);
        sleepUntil(order.measureFrom());
        CpuReading from = CpuReading.of(fleet);
        sleepUntil(order.measureTo());
        CpuReading to = CpuReading.of(fleet);
        LoadResult result = fleet.receive();
        CpuReading after = CpuReading.of(fleet);
        Measurement measurement = new Measurement(route, workload, run, result,
                (order.measureTo() - order.measureFrom()) / 1e9, to.costSince(from, result.measuredTokens()),
                after.costSince(before, result.receivedTokens()), to.otherCores(from), fleet.peakMemory());
        Thread.sleep(REST);
        return measurement;
    }

    private LoadOrder order(Route route, Workload workload) {
        long start = System.nanoTime() + LEAD.toNanos();
        long end = start + workload.ramp().plusSeconds(workload.seconds()).toNanos();
        return new LoadOrder(prefix + "-" + ++orders, route, fleet.port(route), workload.streams(), workload.tokens(),
                start, workload.ramp().toNanos(), start + workload.measureFrom().toNanos(),
                start + workload.measureTo().toNanos(), end + PATIENCE.toNanos());
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())));
    }
}
