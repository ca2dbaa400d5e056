package dev.rivulet.local.cli;

import dev.rivulet.local.chaos.ChaosConfig;
import dev.rivulet.local.chaos.ChaosRun;
import dev.rivulet.local.chaos.report.ChaosReport;
import dev.rivulet.local.chaos.report.ChaosTable;
import dev.rivulet.testkit.process.ProcessException;
import dev.rivulet.testkit.process.TempDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.function.Function;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** What the commands share that run a whole system and check its promises. */
final class SystemRun {

    @Option(names = "--minutes", paramLabel = "N", description = "How long the system is disturbed.")
    private double minutes = 10;

    @Option(names = "--seed", paramLabel = "S", showDefaultValue = Visibility.NEVER, description = {
            "Repeats the disturbances and clients of an earlier run."})
    private long seed = new Random().nextInt(1_000_000);

    @Option(names = "--clients", paramLabel = "N", description = "Clients, each with a turn under way.")
    private int clients;

    @Option(names = "--principals", paramLabel = "N", description = {
            "Principals that the clients are, who try each other's names; 0: callers are not authenticated."})
    private int principals = 4;

    @Option(names = "--workers", paramLabel = "N", description = "Workers.")
    private int workers;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the report to this file.")
    private Path json;

    /** What is done to the system, and checked. */
    @FunctionalInterface
    interface Course {
        ChaosReport run(ChaosRun system) throws InterruptedException;
    }

    /**
     * @param clients how many, by default
     * @param workers how many, by default
     */
    SystemRun(int clients, int workers) {
        this.clients = clients;
        this.workers = workers;
    }

    long seed() {
        return seed;
    }

    int clients() {
        return clients;
    }

    int principals() {
        return principals;
    }

    int workers() {
        return workers;
    }

    Duration length() {
        return Duration.ofMillis((long) (minutes * 60_000));
    }

    /**
     * Runs a system and prints the report. Keeps the files of the processes if a promise was broken.
     *
     * @param command the name of the command
     * @param config makes the configuration for a directory
     * @return the exit status
     */
    int execute(String command, Function<Path, ChaosConfig> config, Course course)
            throws IOException, InterruptedException {
        TempDirectory directory = TempDirectory.create("rivulet-" + command + "-");
        ChaosReport report;
        try (ChaosRun run = new ChaosRun(config.apply(directory.path()), line -> say(command, line))) {
            report = course.run(run);
        } catch (ProcessException failure) {
            System.err.println("rivulet " + command + ": " + failure.getMessage());
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

    private static void say(String command, String line) {
        System.err.println(command + ": " + LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
    }
}
