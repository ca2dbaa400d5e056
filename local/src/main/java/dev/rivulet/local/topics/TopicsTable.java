package dev.rivulet.local.topics;

import dev.rivulet.local.screen.Tone;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Formats a report as a table. Pure functions. */
public final class TopicsTable {

    private static final List<String> HEAD = List.of("topic", "partitions", "records", "on disk", "kept",
            "oldest record",
            "lag");
    private static final String NONE = "-";

    private TopicsTable() {}

    /** @param colours whether to colour what needs attention */
    public static String of(TopicsReport report, boolean colours) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        report.topics().forEach(topic -> rows.add(row(topic)));
        List<Integer> widths = IntStream.range(0, HEAD.size())
                .mapToObj(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0)).toList();
        StringBuilder text = new StringBuilder("Kafka at " + report.bootstrapServers() + "\n\n");
        for (List<String> row : rows) {
            String line = line(row, widths);
            text.append(row == HEAD ? Tone.STRONG.paint(line, colours) : line).append('\n');
        }
        text.append('\n').append("workers read as ").append(report.group()).append(": ")
                .append(report.lag() == 0
                        ? "no lag"
                        : Tone.WARNING.paint("lag " + number(report.lag()), colours))
                .append('\n').append(turns(report)).append('\n').append(workers(report, colours));
        return text.toString();
    }

    private static List<String> row(TopicStats topic) {
        return List.of(topic.name(), number(topic.partitions()),
                // An upper bound: compaction removes older records of a key but keeps the offsets.
                (topic.compacted() && topic.records() > 0 ? "<= " : "") + number(topic.records()),
                topic.bytes() == null ? NONE : bytes(topic.bytes()), kept(topic),
                topic.oldest() == null ? NONE : topic.oldest().truncatedTo(ChronoUnit.SECONDS).toString(),
                topic.lag() == null ? NONE : number(topic.lag()));
    }

    private static String line(List<String> row, List<Integer> widths) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> (i == 0 ? "%-" + widths.get(i) + "s" : "%" + widths.get(i) + "s").formatted(row.get(i)))
                .collect(Collectors.joining("  "));
    }

    /** Returns a line that says how many turns are open. */
    public static String turns(TopicsReport report) {
        return report.turns()
                .map(turns -> "turns: " + number(turns.open()) + " open, " + number(turns.waiting()) + " waiting, in "
                        + number(turns.sessions()) + (turns.sessions() == 1 ? " session" : " sessions"))
                .orElse("turns: the workers' state cannot be read here in time");
    }

    private static String workers(TopicsReport report, boolean colours) {
        if (report.workers().isEmpty()) {
            return Tone.WARNING.paint("workers: none", colours) + '\n';
        }
        return "workers: " + report.workers().stream()
                .map(worker -> worker.alive()
                        ? worker.id() + load(worker)
                        : Tone.ERROR.paint(worker.id() + " (silent for " + duration(worker.silent()) + ")", colours))
                .collect(Collectors.joining(", ")) + '\n'
                + report.missingRole().map(missing -> Tone.WARNING.paint(missing, colours) + '\n').orElse("");
    }

    /** What a worker does, and how much. One of a version before does not say. */
    private static String load(WorkerStats worker) {
        if (worker.status().roles() == null) {
            return "";
        }
        String roles = String.join("s, ", worker.status().roles()) + "s";
        return " (" + worker.status().load().map(load -> roles + "; " + number(load.running()) + " running, "
                + number(load.waiting()) + " waiting, room for " + number(load.room())).orElse(roles) + ")";
    }

    private static String kept(TopicStats topic) {
        if (topic.compacted()) {
            return "compacted";
        }
        return topic.retentionMs() < 0 ? "for ever" : duration(Duration.ofMillis(topic.retentionMs()));
    }

    /** Uses the largest unit that gives a whole number. */
    private static String duration(Duration time) {
        if (time.toSeconds() < 120) {
            return time.toSeconds() + " s";
        }
        if (time.toMinutes() < 120 || time.toMinutesPart() != 0) {
            return time.toMinutes() + " min";
        }
        return time.toHours() < 48 || time.toHoursPart() != 0 ? time.toHours() + " h" : time.toDays() + " d";
    }

    private static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int exponent = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        return "%.1f %siB".formatted(bytes / Math.pow(1024, exponent), "KMGTPE".charAt(exponent - 1));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
