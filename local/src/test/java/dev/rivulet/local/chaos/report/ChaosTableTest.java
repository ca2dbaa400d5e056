package dev.rivulet.local.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.chaos.check.BilledTokens;
import dev.rivulet.local.chaos.check.CheckResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChaosTableTest {

    @Test
    void whatWasBilledBeyondWhatWasShownIsSplitByItsCauses() {
        assertThat(row("tokens, billed beyond: continue", report())).endsWith("| 1000, 12 (1.20%) |");
        assertThat(row("- killed", report())).endsWith("| 2 turns, 4 (0.40%) |");
        assertThat(row("- stalled", report())).endsWith("| 1 turns, 8 (0.80%) |");
    }

    private static String row(String label, ChaosReport report) {
        return ChaosTable.of(report).lines().filter(line -> line.startsWith("| " + label)).findFirst().orElseThrow();
    }

    private static ChaosReport report() {
        CheckResult findings = new CheckResult(1, 1, Map.of(), 1, 0, 0, Map.of(), List.of(), List.of());
        Map<String, BilledTokens.Total> billed = Map.of("continue", new BilledTokens.Total(3, 1_000, 1_012,
                Map.of("killed", new BilledTokens.Excess(2, 4), "stalled", new BilledTokens.Excess(1, 8))));
        return new ChaosReport(1, 1, Map.of(), 0, 1, 0, findings, billed, null, Path.of("logs"));
    }
}
