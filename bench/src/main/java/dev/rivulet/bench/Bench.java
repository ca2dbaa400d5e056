package dev.rivulet.bench;

import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.measure.MeasurementRunner;
import dev.rivulet.bench.process.BenchProcesses;
import dev.rivulet.bench.process.ProcessRole;
import dev.rivulet.bench.report.Machine;
import dev.rivulet.bench.report.Report;
import dev.rivulet.bench.report.Tables;
import dev.rivulet.bench.scenario.Scenario;
import dev.rivulet.testkit.process.ProcessException;
import dev.rivulet.testkit.process.TempDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code ./rivulet bench}: measures the latency and cost that Rivulet adds to token streams. See docs/benchmarks.md.
 */
@Command(name = "rivulet bench", mixinStandardHelpOptions = true, showDefaultValues = true, description = {
        "Measure what Rivulet adds to token streams, in separate processes on this machine.",
        "Exit status: 0, or 1 when a token was lost, duplicated or out of order or a turn did not end."})
public final class Bench implements Callable<Integer> {

    @Mixin
    private LoadOptions loads = new LoadOptions();

    @Mixin
    private ScenarioOptions scenarios = new ScenarioOptions();

    @Mixin
    private CeilingOptions ceiling = new CeilingOptions();

    @Option(names = "--jvm", paramLabel = "PROCESS=OPTIONS", description = {
            "More JVM options for one of ${COMPLETION-CANDIDATES}, such as worker=-Xmx512m."})
    private Map<ProcessRole, String> jvm = new EnumMap<>(ProcessRole.class);

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures to this file.")
    private Path json;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            loads.workloads();
        } catch (IllegalArgumentException unusable) {
            System.err.println("rivulet bench: " + unusable.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        Map<ProcessRole, List<String>> options = new EnumMap<>(ProcessRole.class);
        jvm.forEach((role, text) -> options.put(role, Arrays.asList(text.trim().split("\\s+"))));
        TempDirectory directory = TempDirectory.create("rivulet-bench-");
        BenchProcesses processes = BenchProcesses.in(directory.path(), options);
        // Runs at every exit: after the last measurement, on a failure, on Ctrl-C.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            processes.close();
            directory.close();
        }));
        try {
            say("starting in " + directory.path());
            processes.start(needsRivulet(), loads.rate);
            say("process ids " + processes.pids());
            BenchRun run = new BenchRun(new MeasurementRunner(processes, loads.pause()), loads, ceiling, scenarios,
                    Bench::say);
            run.run();
            Report report = new Report(Machine.here(), processes.maxHeap(), options, run.measurements(),
                    run.ceilings(), run.figures());
            System.out.print(Tables.of(report));
            if (json != null) {
                report.writeTo(json);
            }
            return report.flawless() ? CommandLine.ExitCode.OK : 1;
        } catch (ProcessException failure) {
            System.err.println("rivulet bench: " + failure.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    /** Returns whether anything but the provider by itself is measured. */
    private boolean needsRivulet() {
        return loads.shapes.stream().anyMatch(Shape::usesRivulet) || !scenarios.wanted().equals(Set.of(Scenario.LOADS));
    }

    private static void say(String text) {
        System.err.println("bench: " + text);
    }
}
