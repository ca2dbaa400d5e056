package dev.rivulet.bench.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A logarithmic axis whose ends and ticks are 1, 2 or 5 times a power of ten.
 *
 * @param ticks ascending; the first and the last are the ends
 * @param start where the first is drawn
 * @param length from there to the last; negative for an axis that goes up
 */
record LogScale(List<Double> ticks, double start, double length) {

    private static final List<Integer> STEPS = List.of(1, 2, 5);

    /**
     * Returns an axis on which all values lie.
     *
     * @param values positive; at least one
     */
    static LogScale of(List<Double> values, double start, double length) {
        double least = values.stream().min(Double::compare).orElseThrow();
        double most = values.stream().max(Double::compare).orElseThrow();
        List<Double> steps = IntStream.rangeClosed(power(least) - 1, power(most) + 1).boxed()
                .flatMap(power -> STEPS.stream().map(step -> step * Math.pow(10, power))).toList();
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            boolean below = i + 1 < steps.size() && steps.get(i + 1) <= least;
            boolean above = i > 0 && steps.get(i - 1) >= most && ticks.size() > 1;
            if (!below && !above) {
                ticks.add(steps.get(i));
            }
        }
        return new LogScale(ticks, start, length);
    }

    private static int power(double value) {
        return (int) Math.floor(Math.log10(value));
    }

    /** Returns where a value is drawn. */
    double at(double value) {
        double from = Math.log(ticks.getFirst());
        double to = Math.log(ticks.getLast());
        return start + length * (Math.log(value) - from) / (to - from);
    }

    /** Returns a tick without needless digits. */
    static String label(double tick) {
        return tick >= 1 ? String.format(Locale.ROOT, "%,.0f", tick) : Double.toString(Math.round(tick * 1e6) / 1e6);
    }
}
