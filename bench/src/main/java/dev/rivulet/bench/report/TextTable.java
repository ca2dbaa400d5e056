package dev.rivulet.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table for terminals that is also valid Markdown. The first column is text, the others are numbers. */
public final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(List<String> header) {
        rows.add(header);
    }

    public void add(List<String> row) {
        if (row.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException("a row of " + row.size() + " under a header of " + rows.getFirst());
        }
        rows.add(row);
    }

    /** Returns whether it has no row but the header. */
    boolean isEmpty() {
        return rows.size() == 1;
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            line(text, rows.get(i), widths);
            if (i == 0) {
                line(text, rule(widths), widths);
            }
        }
        return text.toString();
    }

    private static List<String> rule(int[] widths) {
        return IntStream.range(0, widths.length).mapToObj(column -> {
            String dashes = "-".repeat(Math.max(1, widths[column] - 1));
            return column == 0 ? ":" + dashes : dashes + ":";
        }).toList();
    }

    private static void line(StringBuilder text, List<String> cells, int[] widths) {
        for (int i = 0; i < cells.size(); i++) {
            String padding = " ".repeat(Math.max(0, widths[i] - cells.get(i).length()));
            text.append("| ").append(i == 0 ? cells.get(i) + padding : padding + cells.get(i)).append(' ');
        }
        text.append("|\n");
    }
}
