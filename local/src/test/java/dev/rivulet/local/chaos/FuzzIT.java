package dev.rivulet.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.chaos.process.SystemSize;
import dev.rivulet.local.chaos.report.ChaosReport;
import dev.rivulet.local.chaos.report.ChaosTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The short form of {@code ./rivulet fuzz}: hostile records and requests on real processes for some seconds. */
@Isolated("it compares how long events are on their way")
class FuzzIT {

    private static final long SEED = 42;
    private static final Duration LENGTH = Duration.ofSeconds(24);
    private static final int CLIENTS = 20;
    private static final int PRINCIPALS = 2;
    private static final int TOKENS_PER_SECOND = 10;
    private static final int RECORDS_PER_SECOND = 60;
    private static final int REQUESTS_PER_SECOND = 20;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void whateverIsWrittenOrSentNoPartitionStopsNothingLeaksAndEveryTurnEndsWithoutDelay() throws InterruptedException {
        ChaosConfig config = new ChaosConfig(SEED, LENGTH, List.of(), CLIENTS,
                PRINCIPALS, TOKENS_PER_SECOND, new SystemSize(1, 2, 1), Map.of("RIVULET_TOPICS_PARTITIONS", "12"),
                directory);
        try (ChaosRun run = new ChaosRun(config, line -> System.out.println(LocalTime.now() + " " + line))) {
            ChaosReport report = run.fuzz(RECORDS_PER_SECOND, REQUESTS_PER_SECOND);
            System.out.println(ChaosTable.of(report));
            assertThat(report.findings().broken()).as("see " + directory).isEmpty();
            assertThat(report.findings().ended()).isEqualTo(report.findings().accepted()).isPositive();
            assertThat(report.hostile()).isGreaterThan(RECORDS_PER_SECOND * 6L);
            assertThat(report.fuzzed().requests()).isGreaterThan(REQUESTS_PER_SECOND * 6L);
        }
    }
}
