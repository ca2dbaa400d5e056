package dev.rivulet.local.cli;

import dev.rivulet.client.UsageReport;
import dev.rivulet.local.screen.SafeText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows a report as text. */
final class UsageTable {

    private static final int LONGEST_NAME = 48;
    private static final String ROW = "%-" + LONGEST_NAME + "s %8s %14s %14s %10s  %s%n";

    private UsageTable() {}

    static String of(UsageReport report) {
        StringBuilder table = new StringBuilder();
        table.append(ROW.formatted(report.from() + " to " + report.to(), "turns", "prompt", "completion", "estimated",
                "cost"));
        report.usage().forEach(row -> table.append(row(name(row), row)));
        if (report.usage().size() > 1) {
            table.append(row("all", sum(report.usage())));
        }
        return table.toString();
    }

    private static String row(String name, UsageReport.Row row) {
        return ROW.formatted(name, row.turns(), row.promptTokens(), row.completionTokens(), row.estimatedTurns(),
                row.cost().entrySet().stream().sorted(Map.Entry.comparingByKey())
                        .map(cost -> cost.getValue().toPlainString() + " " + SafeText.line(cost.getKey()))
                        .collect(Collectors.joining(", ")));
    }

    private static String name(UsageReport.Row row) {
        String name = Stream.of(row.day(), row.model(), row.principal(), row.owner())
                .filter(text -> text != null && !text.isEmpty()).findFirst().orElse("(without an owner)");
        String safe = SafeText.line(name);
        return safe.length() <= LONGEST_NAME ? safe : safe.substring(0, LONGEST_NAME - 1) + "\u2026";
    }

    private static UsageReport.Row sum(List<UsageReport.Row> rows) {
        Map<String, BigDecimal> cost = new TreeMap<>();
        rows.forEach(row -> row.cost().forEach((currency, amount) -> cost.merge(currency, amount, BigDecimal::add)));
        return new UsageReport.Row(null, null, null, null, rows.stream().mapToLong(UsageReport.Row::turns).sum(),
                rows.stream().mapToLong(UsageReport.Row::promptTokens).sum(),
                rows.stream().mapToLong(UsageReport.Row::completionTokens).sum(),
                rows.stream().mapToLong(UsageReport.Row::totalTokens).sum(),
                rows.stream().mapToLong(UsageReport.Row::estimatedTurns).sum(), cost);
    }
}
