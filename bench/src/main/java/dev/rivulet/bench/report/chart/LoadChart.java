package dev.rivulet.bench.report.chart;

import dev.rivulet.bench.measure.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Draws latency and cost against load: a line for each shape and length of turns, the median of several runs. */
public final class LoadChart {

    private LoadChart() {}

    /** Writes the chart to a file. */
    public static void write(List<Measurement> measurements, Path file) throws IOException {
        Files.writeString(file, of(measurements));
    }

    static String of(List<Measurement> all) {
        List<String> series = all.stream().map(LoadChart::name).distinct().toList();
        List<Panel> panels = new ArrayList<>();
        Predicate<Measurement> any = measurement -> true;
        Predicate<Measurement> system = measurement -> measurement.shape().usesRivulet();
        panels.add(new Panel("A token from emission to receipt, ms", lines(all, series, any,
                one -> one.load().tokenDelay().p50() / 1e3, one -> one.load().tokenDelay().p99() / 1e3)));
        panels.add(new Panel("First token after the request, ms", lines(all, series, any,
                one -> one.load().firstToken().p50() / 1e3, one -> one.load().firstToken().p99() / 1e3)));
        panels.add(new Panel("CPU of worker, broker and gateway a token, us", lines(all, series, system,
                one -> one.systemCpu().all(), null)));
        panels.add(new Panel("The same in the simulator's cost of a token", lines(all, series, system,
                Measurement::inSimulatorTokens, null)));
        panels.removeIf(panel -> panel.lines().isEmpty());
        return SvgChart.of("streams", series, "Latency: solid p50, dashed p99.", panels);
    }

    private static String name(Measurement measurement) {
        String name = measurement.shape().label() + ", turns of " + measurement.workload().tokens() + " tokens";
        return measurement.eventLoops() == 0 ? name : name + ", event loops: " + measurement.eventLoops();
    }

    /** @param dashed null for no dashed lines */
    private static List<Panel.Line> lines(List<Measurement> all, List<String> series, Predicate<Measurement> which,
            ToDoubleFunction<Measurement> solid, ToDoubleFunction<Measurement> dashed) {
        List<Panel.Line> lines = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            String name = series.get(i);
            List<Measurement> own = all.stream().filter(which).filter(one -> name(one).equals(name)).toList();
            lines.add(new Panel.Line(i, false, points(own, solid)));
            if (dashed != null) {
                lines.add(new Panel.Line(i, true, points(own, dashed)));
            }
        }
        lines.removeIf(line -> line.points().isEmpty());
        return lines;
    }

    /** Returns the median of each number of streams; those that are not positive have no place on the axis. */
    private static List<Panel.Point> points(List<Measurement> own, ToDoubleFunction<Measurement> value) {
        Map<Integer, List<Double>> byStreams = own.stream().collect(Collectors.groupingBy(
                one -> one.workload().streams(), TreeMap::new,
                Collectors.mapping(value::applyAsDouble, Collectors.toList())));
        List<Panel.Point> points = new ArrayList<>();
        byStreams.forEach((streams, values) -> {
            double median = values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
            if (median > 0 && Double.isFinite(median)) {
                points.add(new Panel.Point(streams, median));
            }
        });
        return points;
    }
}
