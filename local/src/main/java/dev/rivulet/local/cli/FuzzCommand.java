package dev.rivulet.local.cli;

import dev.rivulet.local.chaos.ChaosConfig;
import dev.rivulet.local.chaos.ChaosRun;
import dev.rivulet.local.chaos.process.SystemSize;
import dev.rivulet.local.chaos.report.ChaosReport;
import dev.rivulet.local.chaos.report.ChaosTable;
import dev.rivulet.testkit.process.ProcessException;
import dev.rivulet.testkit.process.TempDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

@Command(name = "fuzz", mixinStandardHelpOptions = true, showDefaultValues = true, description = {
        "Write hostile records to every topic of a whole system under load, on this machine, and check that its"
                + " promises hold.",
        "Exit status: 0, or 1 when a promise was broken."})
final class FuzzCommand implements Callable<Integer> {

    @Option(names = "--minutes", paramLabel = "N", description = "How long records are written.")
    private double minutes = 10;

    @Option(names = "--seed", paramLabel = "S", showDefaultValue = Visibility.NEVER, description = {
            "Repeats the records and clients of an earlier run."})
    private long seed = new Random().nextInt(1_000_000);

    @Option(names = "--rate", paramLabel = "N", description = "Hostile records a second.")
    private int rate = 100;

    @Option(names = "--clients", paramLabel = "N", description = "Clients, each with a turn under way.")
    private int clients = 50;

    @Option(names = "--workers", paramLabel = "N", description = "Workers.")
    private int workers = 2;

    @Override
    public Integer call() throws IOException, InterruptedException {
        TempDirectory directory = TempDirectory.create("rivulet-fuzz-");
        ChaosConfig config = new ChaosConfig(seed, Duration.ofMillis((long) (minutes * 60_000)), List.of(), clients,
                new SystemSize(1, workers, 2), Map.of(), directory.path());
        ChaosReport report;
        try (ChaosRun run = new ChaosRun(config, line -> System.err.println("fuzz: " + line))) {
            report = run.fuzz(rate);
        } catch (ProcessException failure) {
            System.err.println("rivulet fuzz: " + failure.getMessage());
            return ExitCode.USAGE;
        }
        System.out.print(ChaosTable.of(report));
        if (report.flawless()) {
            directory.close();
        }
        return report.flawless() ? ExitCode.OK : 1;
    }
}
