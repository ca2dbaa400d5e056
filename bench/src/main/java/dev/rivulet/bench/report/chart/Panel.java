package dev.rivulet.bench.report.chart;

import java.util.List;

/**
 * One diagram of a chart.
 *
 * @param title what is drawn up, with its unit
 * @param lines at least one, with at least one point
 */
record Panel(String title, List<Line> lines) {

    /**
     * A line.
     *
     * @param series its index chooses the colour, which is the same in all panels
     * @param dashed whether it is dashed
     * @param points by ascending x
     */
    record Line(int series, boolean dashed, List<Point> points) {}

    /** Both positive. */
    record Point(double x, double y) {}
}
