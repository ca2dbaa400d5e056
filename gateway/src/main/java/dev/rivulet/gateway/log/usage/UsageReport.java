package dev.rivulet.gateway.log.usage;

import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.usage.UsageTotal;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was used on some days.
 *
 * @param from the first day, in UTC
 * @param to the last day
 * @param by what the rows are: {@code day}, {@code model} or {@code principal}
 * @param usage in their order
 */
public record UsageReport(String from, String to, String by, List<Row> usage) {

    /**
     * What was used on one day, with one model or by one principal.
     *
     * @param day null unless by day
     * @param model null unless by model
     * @param principal by name; null unless by principal, and if nobody was named
     * @param owner with what the keys of the principal's sessions begin; null unless by principal
     * @param turns that have used anything
     * @param estimatedTurns of them those of which a part is an estimate
     * @param cost decimal numbers by currency; empty if nobody has said what the models cost
     */
    public record Row(String day, String model, String principal, String owner, long turns, long promptTokens,
            long completionTokens, long totalTokens, long estimatedTurns, Map<String, String> cost) {}

    /** What the rows are. */
    public enum By {
        DAY,
        MODEL,
        PRINCIPAL;

        /** Returns what is written so. */
        public static Optional<By> parse(String code) {
            return Stream.of(values()).filter(by -> by.code().equals(code)).findFirst();
        }

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String group(UsageTotal total) {
            return switch (this) {
                case DAY -> total.day();
                case MODEL -> total.model();
                case PRINCIPAL -> total.owner();
            };
        }
    }

    /** Adds up sums. */
    public static UsageReport of(List<UsageTotal> sums, By by, LocalDate from, LocalDate to) {
        Map<String, List<UsageTotal>> groups = sums.stream()
                .collect(Collectors.groupingBy(by::group, TreeMap::new, Collectors.toList()));
        return new UsageReport(from.toString(), to.toString(), by.code(),
                groups.entrySet().stream().map(group -> row(by, group.getKey(), group.getValue())).toList());
    }

    private static Row row(By by, String name, List<UsageTotal> sums) {
        Usage usage = sums.stream()
                .map(sum -> new Usage(sum.promptTokens(), sum.completionTokens(), sum.totalTokens()))
                .reduce(new Usage(0, 0, 0), Usage::plus);
        return new Row(by == By.DAY ? name : null, by == By.MODEL ? name : null,
                by == By.PRINCIPAL ? principal(sums) : null, by == By.PRINCIPAL ? name : null,
                sums.stream().mapToLong(UsageTotal::turns).sum(), usage.promptTokens(), usage.completionTokens(),
                usage.totalTokens(), sums.stream().mapToLong(UsageTotal::estimatedTurns).sum(), cost(sums));
    }

    /** Returns the name that the newest of the sums has. */
    private static String principal(List<UsageTotal> sums) {
        return sums.stream().filter(sum -> sum.principal() != null).max(Comparator.comparing(UsageTotal::day))
                .map(UsageTotal::principal).orElse(null);
    }

    private static Map<String, String> cost(List<UsageTotal> sums) {
        Map<String, BigDecimal> costs = new TreeMap<>();
        for (UsageTotal sum : sums) {
            if (sum.cost() != null && sum.currency() != null) {
                costs.merge(sum.currency(), decimal(sum.cost()), BigDecimal::add);
            }
        }
        return costs.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                cost -> cost.getValue().stripTrailingZeros().toPlainString(), (one, other) -> one, TreeMap::new));
    }

    /** Only numbers as workers write them: {@code 1e999999999} would be written in full. */
    private static BigDecimal decimal(String text) {
        return text.matches("\\d{1,40}(\\.\\d{1,40})?") ? new BigDecimal(text) : BigDecimal.ZERO;
    }
}
