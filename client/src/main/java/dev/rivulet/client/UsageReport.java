package dev.rivulet.client;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What turns have used on some days.
 *
 * @param from the first day, in UTC: {@code 2026-01-31}
 * @param to the last day
 */
public record UsageReport(String from, String to, String by, List<Row> usage) {

    public UsageReport {
        usage = usage == null ? List.of() : List.copyOf(usage);
    }

    /** What the rows of a report are. */
    public enum By {
        DAY,
        MODEL,
        /** Everybody's: needs the scope {@code admin}. */
        PRINCIPAL
    }

    /**
     * What was used on one day, with one model or by one principal; the other two are null.
     *
     * @param owner of the principal's sessions, as Kafka has it; null unless by principal
     * @param turns that have used anything
     * @param estimatedTurns of them those of which a part is an estimate
     * @param cost by currency; empty if nobody has said what the models cost
     */
    public record Row(String day, String model, String principal, String owner, long turns, long promptTokens,
            long completionTokens, long totalTokens, long estimatedTurns, Map<String, BigDecimal> cost) {

        public Row {
            cost = cost == null ? Map.of() : Map.copyOf(cost);
        }
    }
}
