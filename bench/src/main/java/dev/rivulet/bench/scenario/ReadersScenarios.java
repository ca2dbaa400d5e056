package dev.rivulet.bench.scenario;

import dev.rivulet.bench.load.plan.LoadPlan;
import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.ReadersPlan;
import dev.rivulet.bench.load.plan.ReadersResult;
import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.load.plan.StormPlan;
import dev.rivulet.bench.load.plan.StormResult;
import dev.rivulet.bench.measure.Measurement;
import dev.rivulet.bench.measure.MeasurementRunner;
import dev.rivulet.bench.measure.WithCpu;
import dev.rivulet.bench.measure.Workload;
import dev.rivulet.bench.process.ProcessRole;
import java.time.Duration;

/** Measures many readers: of one turn, and cut at once. */
public final class ReadersScenarios {

    private static final int STARTS_PER_SECOND = 500;
    /** From the start of the last reader to the measured window. */
    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final int READERS_PER_CUT_TURN = 50;

    private final MeasurementRunner runner;
    private final Workload beside;
    private final int readers;
    private final Duration untilMeasured;

    /**
     * @param beside the streams that run beside a storm; its rate, turns and window hold for all
     * @param readers in all
     */
    public ReadersScenarios(MeasurementRunner runner, Workload beside, int readers) {
        this.runner = runner;
        this.beside = beside;
        this.readers = readers;
        this.untilMeasured = ramp().plus(SETTLE);
    }

    private Duration ramp() {
        return Duration.ofMillis(1_000L * readers / STARTS_PER_SECOND);
    }

    /** Runs both loads of {@link #readers} for about the seconds given. Does nothing if that is zero. */
    public void warmUp(int seconds) throws InterruptedException {
        if (seconds > 0) {
            Workload streams = beside.withStreams(readers).warmUp(seconds);
            runner.run(runner.plan(Shape.DIRECT, streams, runner.soon()), LoadResult.class);
            runner.run(plan(1, runner.soon(), Duration.ofSeconds(seconds)), ReadersResult.class);
        }
    }

    /** Measures many readers of one turn, after the simulator with as many streams. */
    public ReadersFigures readers(int run) throws InterruptedException {
        Measurement direct = runner.measure(Shape.DIRECT, beside.withStreams(readers), run);
        ReadersPlan plan = plan(1, runner.soon(), Duration.ofSeconds(beside.seconds()));
        WithCpu<ReadersResult> read = runner.run(plan, ReadersResult.class, plan.measureFrom(), plan.measureTo());
        return new ReadersFigures(runner.processes().eventLoops(), run, read.result(),
                read.microsOf(ProcessRole.GATEWAY, read.result().measuredEvents()),
                direct.cpu().get(ProcessRole.SIMULATOR).all(), read.otherCores());
    }

    /** Cuts all readers at once, who read some turns, in the middle of the window of the other streams. */
    public StormFigures storm(int run) throws InterruptedException {
        long start = runner.soon();
        LoadPlan others = runner.plan(Shape.POST, beside.withSeconds(2 * beside.seconds()), start);
        Duration window = Duration.ofSeconds(2L * beside.seconds());
        long readersStart = others.measureFrom() - untilMeasured.toNanos();
        ReadersPlan read = plan(Math.max(1, readers / READERS_PER_CUT_TURN), Math.max(start, readersStart), window)
                .withCut(others.measureFrom() + Duration.ofSeconds(beside.seconds()).toNanos());
        StormPlan plan = new StormPlan(read, others);
        WithCpu<StormResult> storm = runner.run(plan, StormResult.class, others.measureFrom(), others.measureTo());
        return new StormFigures(runner.processes().eventLoops(), run, storm.result(), storm.otherCores());
    }

    /** Returns a plan whose turns last as long as its window. */
    private ReadersPlan plan(int turns, long start, Duration window) {
        long from = start + untilMeasured.toNanos();
        long to = from + window.toNanos();
        int tokens = (int) (untilMeasured.plus(window).toMillis() * beside.rate() / 1_000);
        return new ReadersPlan(runner.newName(), runner.port(Shape.POST), turns, tokens, readers, start,
                ramp().toNanos(), from, to, 0, runner.giveUpAfter(to));
    }
}
