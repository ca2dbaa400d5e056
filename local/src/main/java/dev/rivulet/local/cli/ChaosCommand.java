package dev.rivulet.local.cli;

import dev.rivulet.local.chaos.ChaosConfig;
import dev.rivulet.local.chaos.ChaosRun;
import dev.rivulet.local.chaos.fault.FaultKind;
import dev.rivulet.local.chaos.process.SystemSize;
import dev.rivulet.local.chaos.report.ChaosReport;
import dev.rivulet.local.chaos.report.ChaosTable;
import dev.rivulet.testkit.process.ProcessException;
import dev.rivulet.testkit.process.TempDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

@Command(name = "chaos", mixinStandardHelpOptions = true, showDefaultValues = true, description = {
        "Kill and stall the processes of a whole system under load, on this machine, and check that its promises hold.",
        "Exit status: 0, or 1 when a promise was broken."})
final class ChaosCommand implements Callable<Integer> {

    @Option(names = "--minutes", paramLabel = "N", description = "How long faults come.")
    private double minutes = 10;

    @Option(names = "--seed", paramLabel = "S", showDefaultValue = Visibility.NEVER, description = {
            "Repeats the faults and clients of an earlier run."})
    private long seed = new Random().nextInt(1_000_000);

    @Option(names = "--clients", paramLabel = "N", description = "Clients, each with a turn under way.")
    private int clients = 200;

    @Option(names = "--brokers", paramLabel = "N", description = "Brokers, 1 or 3.")
    private int brokers = 3;

    @Option(names = "--workers", paramLabel = "N", description = "Workers.")
    private int workers = 3;

    @Option(names = "--gateways", paramLabel = "N", description = "Gateways.")
    private int gateways = 2;

    @Option(names = "--faults", split = ",", paramLabel = "KIND", showDefaultValue = Visibility.NEVER, description = {
            "Some of ${COMPLETION-CANDIDATES}; all by default."})
    private List<FaultKind> kinds = FaultKind.all();

    @Option(names = "--set", paramLabel = "VARIABLE=VALUE", description = {
            "A setting of every worker and gateway, such as RIVULET_WORKER_MISSED_HEARTBEATS=3."})
    private Map<String, String> settings = Map.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the report to this file.")
    private Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        TempDirectory directory = TempDirectory.create("rivulet-chaos-");
        ChaosConfig config = new ChaosConfig(seed, Duration.ofMillis((long) (minutes * 60_000)), kinds, clients,
                new SystemSize(brokers, workers, gateways), settings, directory.path());
        ChaosReport report;
        try (ChaosRun run = new ChaosRun(config, ChaosCommand::say)) {
            report = run.run();
        } catch (ProcessException failure) {
            System.err.println("rivulet chaos: " + failure.getMessage());
            return ExitCode.USAGE;
        }
        System.out.print(ChaosTable.of(report));
        if (json != null) {
            report.writeTo(json);
        }
        if (report.flawless()) {
            directory.close();
        }
        return report.flawless() ? ExitCode.OK : 1;
    }

    private static void say(String line) {
        System.err.println("chaos: " + LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
    }
}
