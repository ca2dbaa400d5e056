package dev.rivulet.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The short form of {@code ./rivulet fuzz}: hostile records on every topic of real processes for a minute. */
class FuzzIT {

    private static final long SEED = 42;
    private static final int CLIENTS = 20;
    private static final int RECORDS_PER_SECOND = 100;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void whateverIsWrittenNoPartitionStopsNoThreadIsLostAndEveryTurnEnds() throws InterruptedException {
        ChaosConfig config = new ChaosConfig(SEED, Duration.ofMinutes(1), List.of(), CLIENTS, new SystemSize(1, 2, 1),
                Map.of(), directory);
        try (ChaosRun run = new ChaosRun(config, line -> System.out.println(line))) {
            ChaosReport report = run.fuzz(RECORDS_PER_SECOND);
            System.out.println(ChaosTable.of(report));
            assertThat(report.findings().broken()).as("see " + directory).isEmpty();
            assertThat(report.findings().ended()).isEqualTo(report.findings().accepted()).isPositive();
            assertThat(report.hostile()).isGreaterThan(RECORDS_PER_SECOND * 30L);
        }
    }
}
