package dev.rivulet.local.chaos.report;

import dev.rivulet.local.chaos.check.BilledTokens;
import dev.rivulet.local.chaos.check.BrokenPromise;
import dev.rivulet.local.chaos.check.CheckResult;
import dev.rivulet.local.chaos.check.Promise;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Formats a report as a table for terminals that is also valid Markdown. */
public final class ChaosTable {

    private static final int EXAMPLES_EACH = 5;
    private static final int EXAMPLE_WIDTH = 240;
    private static final int LABEL_WIDTH = 36;

    private ChaosTable() {}

    public static String of(ChaosReport report) {
        StringBuilder text = new StringBuilder();
        CheckResult findings = report.findings();
        line(text, "seed " + report.seed() + ", " + report.seconds() + " s", "");
        line(text, ":" + "-".repeat(LABEL_WIDTH - 1), "--:");
        new TreeMap<>(report.faults()).forEach((kind, count) -> line(text, kind.label(), count));
        line(text, "hostile records", report.hostile());
        if (report.fuzzed() != null) {
            addFuzzed(text, report.fuzzed());
        }
        line(text, "turns asked for", report.asked());
        line(text, "no answer whether accepted", report.unknown());
        line(text, "turns accepted", findings.accepted());
        line(text, "turns in the log", findings.logged());
        line(text, "ended", findings.ended());
        for (Map.Entry<String, Long> outcome : new TreeMap<>(findings.outcomes()).entrySet()) {
            line(text, "- " + outcome.getKey(), outcome.getValue());
        }
        line(text, "connections of readers", findings.connections());
        line(text, "restarted or continued", findings.restarted());
        line(text, "late events kept from readers", findings.hidden());
        line(text, "takeovers after a kill", findings.takeoversMs().size());
        line(text, "takeover p50 / p99 / max ms", findings.takeoverMs(0.5) + " / " + findings.takeoverMs(0.99) + " / "
                + findings.takeoverMs(1));
        report.billed().forEach((policy, tokens) -> addBilled(text, policy, tokens));
        line(text, "strangers' names tried, chars sent", report.tried() + ", " + report.strangersReceived());
        for (Promise promise : Promise.values()) {
            line(text, promise.label(), findings.turnsThatBroke(promise));
        }
        for (Promise promise : Promise.values()) {
            findings.broken().stream().filter(one -> one.promise() == promise).limit(EXAMPLES_EACH)
                    .forEach(one -> text.append(example(one)).append('\n'));
        }
        if (!findings.broken().isEmpty()) {
            text.append("The logs and data of the processes are in ").append(report.logs()).append('\n');
        }
        return text.toString();
    }

    private static void addBilled(StringBuilder text, String policy, BilledTokens.Total tokens) {
        line(text, "tokens, billed beyond: " + policy, tokens.shown() + ", "
                + share(tokens, tokens.billed() - tokens.shown()));
        tokens.excess().forEach((cause, excess) -> line(text, "- " + cause,
                excess.turns() + " turns, " + share(tokens, excess.tokens())));
    }

    private static String share(BilledTokens.Total of, long tokens) {
        return tokens + String.format(Locale.ROOT, " (%.2f%%)", of.percentOfShown(tokens));
    }

    private static void addFuzzed(StringBuilder text, FuzzResult fuzzed) {
        line(text, "hostile connections", fuzzed.requests());
        new TreeMap<>(fuzzed.statuses()).forEach((status, count) -> line(text, "- HTTP " + status, count));
        line(text, "p99 between events, quiet ms", fuzzed.quietP99());
        line(text, "p99 / max under attack ms", fuzzed.hostileP99() + " / " + fuzzed.longest());
    }

    /** Joins it to one line: answers contain line breaks. */
    private static String example(BrokenPromise broken) {
        String line = broken.toString().replaceAll("\\s+", " ");
        return line.substring(0, Math.min(EXAMPLE_WIDTH, line.length()));
    }

    private static void line(StringBuilder text, String label, Object value) {
        text.append("| ").append(label).append(" ".repeat(Math.max(0, LABEL_WIDTH - label.length()))).append(" | ")
                .append(value).append(" |\n");
    }
}
