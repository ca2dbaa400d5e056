package dev.rivulet.local.chaos.report;

import dev.rivulet.local.chaos.check.CheckResult;
import dev.rivulet.local.chaos.fault.FaultKind;
import dev.rivulet.schemas.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The result of a run.
 *
 * @param seed    repeats its faults and what its clients do
 * @param seconds how long faults came
 * @param faults  how many of each kind
 * @param asked   prompts that clients sent
 * @param unknown prompts of which no client learnt whether they were accepted
 * @param logs    where the logs of the processes are
 */
public record ChaosReport(long seed, long seconds, Map<FaultKind, Integer> faults, long asked, long unknown,
        CheckResult findings, Path logs) {

    /** Whether every promise was kept. */
    public boolean flawless() {
        return findings.broken().isEmpty();
    }

    /** Writes all of it as JSON. */
    public void writeTo(Path file) throws IOException {
        Files.write(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }
}
