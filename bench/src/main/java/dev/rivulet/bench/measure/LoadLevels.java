package dev.rivulet.bench.measure;

import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Measures several loads one after another, after a warm-up, and says what is measured. */
public final class LoadLevels {

    /** CPU of other programs, in cores, above which the figures are not reliable. */
    private static final double QUIET_CORES = 0.2;
    /** The load under which most is compiled in a given time: the most streams, with the shortest turns. */
    private static final Comparator<Workload> BUSIEST = Comparator.comparingInt(Workload::streams)
            .thenComparing(Comparator.comparingInt(Workload::tokens).reversed());

    private final MeasurementRunner runner;
    private final Progress progress;

    public LoadLevels(MeasurementRunner runner, Progress progress) {
        this.runner = runner;
        this.progress = progress;
    }

    /** Runs the busiest of the loads in each shape for about the seconds given. Does nothing if that is zero. */
    public void warmUp(List<Shape> shapes, List<Workload> workloads, int seconds) throws InterruptedException {
        if (seconds > 0) {
            Workload warmUp = workloads.stream().max(BUSIEST).orElseThrow().warmUp(seconds);
            for (Shape shape : shapes) {
                progress.say("warming up " + shape.label());
                runner.run(runner.plan(shape, warmUp, runner.soon()), LoadResult.class);
            }
        }
    }

    /** Returns a measurement of each load, run and shape; the shapes take turns. */
    public List<Measurement> measure(List<Shape> shapes, List<Workload> workloads, int runs)
            throws InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        for (Workload workload : workloads) {
            for (int run = 1; run <= runs; run++) {
                for (Shape shape : shapes) {
                    measurements.add(measure(shape, workload, run));
                }
            }
        }
        return measurements;
    }

    private Measurement measure(Shape shape, Workload workload, int run) throws InterruptedException {
        progress.say(workload.streams() + " streams, turns of " + workload.tokens() + " tokens, " + shape.label()
                + ", run " + run);
        Measurement measurement = runner.measure(shape, workload, run);
        measurement.load().failures().forEach((reason, count) -> progress.say(count + " x " + reason));
        if (measurement.otherCores() > QUIET_CORES) {
            progress.say("other programs kept the machine busy meanwhile: do not trust the figures");
        }
        return measurement;
    }

    /**
     * Searches for the most streams that are sustained.
     *
     * @param from the load to begin with; the others differ from it in the number of streams only
     * @param precision how far apart the last level that held and the first that did not may be, as a part of the first
     * @param most the most streams to try
     */
    public Ceiling findCeiling(Shape shape, Workload from, SustainedLimits limits, double precision, int most, int run)
            throws InterruptedException {
        CeilingSearch search = new CeilingSearch(from.streams(), most, precision);
        List<Ceiling.Level> levels = new ArrayList<>();
        for (int streams = search.next(); streams > 0; streams = search.next()) {
            Measurement measurement = measure(shape, from.withStreams(streams), run);
            Ceiling.Level level = new Ceiling.Level(measurement, limits.missed(measurement));
            levels.add(level);
            search.tried(level.held());
            if (!level.held()) {
                progress.say(streams + " streams are not sustained: " + String.join(", ", level.missed()));
                runner.awaitQuiet();
            }
        }
        return new Ceiling(shape, from.tokens(), run, levels);
    }
}
