package dev.rivulet.local.chaos.report;

import dev.rivulet.local.chaos.check.BilledTokens;
import dev.rivulet.local.chaos.check.CheckResult;
import dev.rivulet.local.chaos.fault.FaultKind;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The result of a chaos run.
 *
 * @param seed repeats the faults and what the clients do
 * @param seconds how long faults were injected
 * @param faults number of faults by kind
 * @param hostile hostile records that Kafka acknowledged
 * @param asked prompts that clients sent
 * @param unknown prompts without a response that says whether they were accepted
 * @param tried how often principals asked for something of others'
 * @param strangersReceived how many characters came of that
 * @param billed what the provider billed and readers were shown, by what the turns asked for when a worker is lost
 * @param fuzzed what hostile requests did; null if there were none
 * @param logs the directory with the processes' logs
 */
public record ChaosReport(long seed, long seconds, Map<FaultKind, Integer> faults, long hostile, long asked,
        long unknown, long tried, long strangersReceived, CheckResult findings, Map<String, BilledTokens.Total> billed,
        FuzzResult fuzzed, Path logs) {

    /** Returns whether no promise was broken. */
    public boolean flawless() {
        return findings.broken().isEmpty();
    }

    /** Writes the report as JSON. */
    public void writeTo(Path file) throws IOException {
        Files.write(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }
}
