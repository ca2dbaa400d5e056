package dev.rivulet.bench.report.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes panels below one another as SVG, readable on a light and on a dark page. */
final class SvgChart {

    private static final int WIDTH = 760;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TITLE = 28;
    private static final int PANEL = 220;
    private static final int AXIS = 44;
    private static final int LEGEND_LINE = 20;

    /** Colours that are told apart on white and on black, also by people who see no red or no green. */
    private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b08600",
            "#56b4e9", "#888888");

    private static final String STYLE = """
            <style>
            svg { color: #1b1b1b; background: #ffffff; font: 12px system-ui, sans-serif; }
            @media (prefers-color-scheme: dark) { svg { color: #e6e6e6; background: #161616; } }
            text { fill: currentColor; }
            .title { font-weight: 600; }
            .grid { stroke: currentColor; stroke-opacity: 0.18; }
            .line { fill: none; stroke-width: 2; }
            .dashed { stroke-dasharray: 5 4; }
            </style>
            """;

    private final StringBuilder svg = new StringBuilder();

    private SvgChart() {}

    /**
     * @param xTitle what is drawn to the right, with its unit
     * @param series names of the colours
     * @param note what solid and dashed lines are
     */
    static String of(String xTitle, List<String> series, String note, List<Panel> panels) {
        SvgChart chart = new SvgChart();
        int height = panels.size() * (TITLE + PANEL + AXIS) + LEGEND_LINE * (series.size() + 2);
        chart.add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">", WIDTH,
                height, WIDTH);
        chart.svg.append(STYLE);
        for (int i = 0; i < panels.size(); i++) {
            chart.panel(panels.get(i), xTitle, i * (TITLE + PANEL + AXIS) + TITLE);
        }
        chart.legend(series, note, panels.size() * (TITLE + PANEL + AXIS) + LEGEND_LINE);
        return chart.svg.append("</svg>\n").toString();
    }

    private void panel(Panel panel, String xTitle, int top) {
        List<Panel.Point> points = panel.lines().stream().flatMap(line -> line.points().stream()).toList();
        LogScale x = LogScale.of(points.stream().map(Panel.Point::x).toList(), LEFT, WIDTH - LEFT - RIGHT);
        LogScale y = LogScale.of(points.stream().map(Panel.Point::y).toList(), top + PANEL, -PANEL);
        add("<text class=\"title\" x=\"%d\" y=\"%d\">%s</text>", LEFT, top - 10, escape(panel.title()));
        for (double tick : x.ticks()) {
            add("<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>", x.at(tick), top, x.at(tick),
                    top + PANEL);
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x.at(tick), top + PANEL + 16,
                    LogScale.label(tick));
        }
        for (double tick : y.ticks()) {
            add("<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>", LEFT, y.at(tick), WIDTH - RIGHT,
                    y.at(tick));
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, y.at(tick) + 4,
                    LogScale.label(tick));
        }
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", WIDTH - RIGHT, top + PANEL + 32, escape(xTitle));
        panel.lines().forEach(line -> line(line, x, y));
    }

    private void line(Panel.Line line, LogScale x, LogScale y) {
        String colour = colour(line.series());
        add("<polyline class=\"line%s\" stroke=\"%s\" points=\"%s\"/>", line.dashed() ? " dashed" : "", colour,
                line.points().stream()
                        .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x.at(point.x()), y.at(point.y())))
                        .collect(Collectors.joining(" ")));
        for (Panel.Point point : line.points()) {
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x.at(point.x()), y.at(point.y()), colour);
        }
    }

    private void legend(List<String> series, String note, int top) {
        for (int i = 0; i < series.size(); i++) {
            int y = top + i * LEGEND_LINE;
            add("<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>", LEFT, y - 6, colour(i));
            add("<text x=\"%d\" y=\"%d\">%s</text>", LEFT + 22, y, escape(series.get(i)));
        }
        add("<text x=\"%d\" y=\"%d\">%s</text>", LEFT, top + series.size() * LEGEND_LINE, escape(note));
    }

    private static String colour(int series) {
        return COLOURS.get(series % COLOURS.size());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
