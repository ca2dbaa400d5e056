package dev.rivulet.local.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.chaos.check.BilledTokens;
import dev.rivulet.local.chaos.check.BrokenPromise;
import dev.rivulet.local.chaos.check.CheckResult;
import dev.rivulet.local.chaos.check.Promise;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChaosTableTest {

    @Test
    void aStrangersTextThatWasSeenIsCounted() {
        assertThat(row("a stranger's text seen", report())).endsWith("| 0 |");
        ChaosReport leaked = report(new BrokenPromise(Promise.ISOLATED, "t1", "shown text of [p1]"));
        assertThat(leaked.flawless()).isFalse();
        assertThat(row("a stranger's text seen", leaked)).endsWith("| 1 |");
        assertThat(row("strangers' names tried", leaked)).endsWith("| 7, 900 |");
    }

    @Test
    void whatWasBilledBeyondWhatWasShownIsSplitByItsCauses() {
        assertThat(row("tokens, billed beyond: continue", report())).endsWith("| 1000, 12 (1.20%) |");
        assertThat(row("- killed", report())).endsWith("| 2 turns, 4 (0.40%) |");
        assertThat(row("- stalled", report())).endsWith("| 1 turns, 8 (0.80%) |");
    }

    private static String row(String label, ChaosReport report) {
        return ChaosTable.of(report).lines().filter(line -> line.startsWith("| " + label)).findFirst().orElseThrow();
    }

    private static ChaosReport report(BrokenPromise... broken) {
        CheckResult findings = new CheckResult(1, 1, Map.of(), 1, 0, 0, Map.of(), List.of(), List.of(broken));
        Map<String, BilledTokens.Total> billed = Map.of("continue", new BilledTokens.Total(3, 1_000, 1_012,
                Map.of("killed", new BilledTokens.Excess(2, 4), "stalled", new BilledTokens.Excess(1, 8))));
        return new ChaosReport(1, 1, Map.of(), 0, 1, 0, 7, 900, findings, billed, null, Path.of("logs"));
    }
}
