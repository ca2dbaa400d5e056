package dev.rivulet.bench;

import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.measure.MeasurementRunner;
import dev.rivulet.bench.micro.MicroBenchmarks;
import dev.rivulet.bench.process.BenchProcesses;
import dev.rivulet.bench.process.ProcessRole;
import dev.rivulet.bench.report.Machine;
import dev.rivulet.bench.report.Report;
import dev.rivulet.bench.report.Tables;
import dev.rivulet.bench.report.chart.LoadChart;
import dev.rivulet.bench.scenario.Scenario;
import dev.rivulet.testkit.process.ProcessException;
import dev.rivulet.testkit.process.TempDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
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

    private static final int DEFAULT_LOOPS = 0;

    @Mixin
    private LoadOptions loads = new LoadOptions();

    @Mixin
    private ScenarioOptions scenarios = new ScenarioOptions();

    @Mixin
    private CeilingOptions ceiling = new CeilingOptions();

    @Option(names = "--jvm", paramLabel = "PROCESS=OPTIONS", description = {
            "More JVM options for one of ${COMPLETION-CANDIDATES}, such as worker=-Xmx512m."})
    private Map<ProcessRole, String> jvm = new EnumMap<>(ProcessRole.class);

    @Option(names = "--event-loops", split = ",", paramLabel = "N", description = {
            "Threads of the gateway that serve connections and threads of the worker that read providers; all is "
                    + "measured with each of these numbers. Default: theirs."})
    private List<Integer> eventLoops = List.of();

    @Option(names = "--auth", description = {
            "Have the gateways ask for a key, which each request shows. Default: they ask nobody."})
    private boolean authenticates;

    @Option(names = "--profile", paramLabel = "FOLDER", description = {
            "Write a recording (JFR, settings 'profile') of each process to this folder, from the first warm-up on."})
    private Path profile;

    @Option(names = "--chart", paramLabel = "FILE", description = {
            "Also draw latency and cost against the number of streams, as SVG."})
    private Path chart;

    @Option(names = "--micro", arity = "0..1", fallbackValue = ".*", paramLabel = "REGEX", description = {
            "Measure what is computed for one delta with JMH instead, or what of it the expression matches."})
    private String micro;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures to this file.")
    private Path json;

    private Map<ProcessRole, String> heapLimits = Map.of();
    private volatile BenchProcesses processes; // null before the first start

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, RunnerException {
        if (micro != null) {
            MicroBenchmarks.run(micro);
            return CommandLine.ExitCode.OK;
        }
        try {
            loads.workloads();
        } catch (IllegalArgumentException unusable) {
            System.err.println("rivulet bench: " + unusable.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        Map<ProcessRole, List<String>> options = new EnumMap<>(ProcessRole.class);
        jvm.forEach((role, text) -> options.put(role, Arrays.asList(text.trim().split("\\s+"))));
        TempDirectory directory = TempDirectory.create("rivulet-bench-");
        // Runs at every exit: after the last measurement, on a failure, on Ctrl-C.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            closeProcesses();
            directory.close();
        }));
        BenchRun run = new BenchRun(loads, ceiling, scenarios, Bench::say);
        try {
            for (int loops : eventLoops.isEmpty() ? List.of(DEFAULT_LOOPS) : eventLoops) {
                measure(run, BenchProcesses.in(
                        Files.createDirectories(directory.path().resolve("loops-" + loops)), options, loops,
                        authenticates));
            }
            Report report = new Report(Machine.here(), heapLimits, options, run.measurements(), run.ceilings(),
                    run.figures());
            System.out.print(Tables.of(report));
            if (json != null) {
                report.writeTo(json);
            }
            if (chart != null && !report.allMeasurements().isEmpty()) {
                LoadChart.write(report.allMeasurements(), chart);
            }
            return report.flawless() ? CommandLine.ExitCode.OK : 1;
        } catch (ProcessException failure) {
            System.err.println("rivulet bench: " + failure.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    private void measure(BenchRun run, BenchProcesses started) throws IOException, InterruptedException {
        processes = started;
        say("starting the processes");
        started.start(needsRivulet(), loads.rate);
        say("process ids " + started.pids());
        heapLimits = started.maxHeap();
        run.run(new MeasurementRunner(started, loads.pause()), () -> {
            if (profile != null) {
                started.startRecordings();
            }
        });
        if (profile != null) {
            Path folder = started.eventLoops() == DEFAULT_LOOPS
                    ? profile
                    : profile.resolve("event-loops-" + started.eventLoops());
            Files.createDirectories(folder);
            started.stopRecordings(folder.toAbsolutePath());
            say("recordings of each process, for jfr and JDK Mission Control, are in " + folder.toAbsolutePath());
        }
        closeProcesses();
    }

    private void closeProcesses() {
        BenchProcesses started = processes;
        if (started != null) {
            started.close();
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
