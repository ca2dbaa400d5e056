package dev.rivulet.schemas.usage;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What an owner's turns have used on a day with a model, as far as one part of the results says it: the records of the
 * topic {@code usage}. Of the records with one {@linkplain #key key} the last counts, and the parts of a day are added
 * up.
 *
 * @param owner of the sessions: what precedes the first {@code ~} in their keys; empty for those without an owner
 * @param principal who asked last, by name; null when nobody was named. It may name a person
 * @param day on which the results were written, in UTC: {@code 2026-01-31}
 * @param model that was called last in these turns
 * @param part of {@code turn-results} that is counted here: a partition, and the offset from which on; of topics that
 *     were copied, behind the generation of those
 * @param turns how many have used anything
 * @param estimatedTurns how many of them have an estimate
 * @param cost what it costs, as a decimal number; null when nobody has said what the model costs
 * @param currency of the cost; null when there is none
 */
public record UsageTotal(String owner, String principal, String day, String model, String part, long turns,
        long promptTokens, long completionTokens, long totalTokens, long estimatedTurns, String cost,
        String currency) {

    private static final String SEPARATOR = "|";

    public UsageTotal {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(part, "part");
    }

    /** Returns the same sum as one of another part. */
    public UsageTotal in(String other) {
        return new UsageTotal(owner, principal, day, model, other, turns, promptTokens, completionTokens, totalTokens,
                estimatedTurns, cost, currency);
    }

    /** Returns the key of the record: {@code owner|day|part|model}. */
    public String key() {
        return prefix(owner) + day + SEPARATOR + part + SEPARATOR + model;
    }

    /** Returns with what the keys of an owner's records begin. */
    public static String prefix(String owner) {
        return owner + SEPARATOR;
    }

    /** Returns what names the partition of an owner's records: all are in one. */
    public static byte[] partitionKey(String owner) {
        return owner.getBytes(StandardCharsets.UTF_8);
    }

    /** Leaves out who it is: safe for logs. */
    @Override
    public String toString() {
        return "UsageTotal[day=" + day + ", model=" + model + ", part=" + part + "]";
    }
}
