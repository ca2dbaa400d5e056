package dev.rivulet.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.chaos.check.CheckResult;
import dev.rivulet.local.chaos.check.Promise;
import dev.rivulet.local.chaos.fault.FaultKind;
import dev.rivulet.local.chaos.fault.FaultPlan;
import dev.rivulet.local.chaos.fault.LossCause;
import dev.rivulet.local.chaos.process.SystemSize;
import dev.rivulet.local.chaos.report.ChaosReport;
import dev.rivulet.local.chaos.report.ChaosTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The short form of {@code ./rivulet chaos}: real processes, killed and stalled while some hundred turns run. */
@Isolated("its faults need a machine that is otherwise quiet")
class ChaosIT {

    private static final long SEED = 42;
    private static final int CLIENTS = 100;
    private static final int PRINCIPALS = 4;
    private static final int TOKENS_PER_SECOND = 5;
    private static final SystemSize SIZE = new SystemSize(1, 2, 2);
    /** Longer than a takeover takes, and shorter than the idle time-out: the worker goes on when it wakes. */
    private static final Duration STALL = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void whateverDiesEveryAcceptedTurnEndsExactlyOnceWithAllItsTokensInOrder() throws InterruptedException {
        ChaosReport report = run(List.of(
                new FaultPlan(FaultKind.WORKER_AND_GATEWAY_KILLED, 0, 1, Duration.ofSeconds(5), PAUSE),
                new FaultPlan(FaultKind.WORKER_STALLED, 0, 0, STALL, PAUSE)));
        CheckResult findings = report.findings();
        assertThat(report.billed().get("continue").turns()).isPositive();
        assertThat(report.billed().get("continue").excess()).containsKey(LossCause.KILLED.label());
        assertThat(report.tried()).isPositive();
        assertThat(findings.restarted()).isPositive();
        assertThat(findings.takeoversMs()).isNotEmpty();
        // That nothing restarted but for the kills and the stall is one of the promises checked.
        assertThat(findings.turnsThatBroke(Promise.NO_NEEDLESS_RESTART)).isZero();
        // The stalled worker went on with what it had, and nobody saw it.
        assertThat(findings.hidden()).isPositive();
    }

    private ChaosReport run(List<FaultPlan> plans) throws InterruptedException {
        ChaosConfig order = new ChaosConfig(SEED, Duration.ZERO, FaultKind.all(), CLIENTS, PRINCIPALS,
                TOKENS_PER_SECOND,
                SIZE, Map.of("RIVULET_TOPICS_PARTITIONS", "12"), directory);
        try (ChaosRun run = new ChaosRun(order, line -> System.out.println(line))) {
            ChaosReport report = run.run(plans);
            System.out.println(ChaosTable.of(report));
            assertThat(report.findings().broken()).as("see " + directory).isEmpty();
            assertThat(report.findings().ended()).isEqualTo(report.findings().accepted()).isPositive();
            return report;
        }
    }
}
