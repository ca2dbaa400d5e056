package dev.rivulet.bench;

import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.measure.Ceiling;
import dev.rivulet.bench.measure.LoadLevels;
import dev.rivulet.bench.measure.MeasurementRunner;
import dev.rivulet.bench.measure.Workload;
import dev.rivulet.bench.process.BenchProcesses;
import dev.rivulet.bench.process.ProcessRole;
import dev.rivulet.bench.report.Machine;
import dev.rivulet.bench.report.Report;
import dev.rivulet.bench.report.Tables;
import dev.rivulet.testkit.process.ProcessException;
import dev.rivulet.testkit.process.TempDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    @Option(names = "--streams", split = ",", paramLabel = "N", description = {
            "Turns that run at any time, one load each. As soon as one ends, the next begins."})
    private List<Integer> streams = List.of(100, 1_000);

    @Option(names = "--rate", paramLabel = "N", description = "Tokens per second of a turn.")
    private int rate = 20;

    @Option(names = "--tokens", split = ",", paramLabel = "N", description = {
            "Tokens of a turn, one load each. Two lengths tell the cost of a turn from that of a token."})
    private List<Integer> tokens = List.of(100);

    @Option(names = "--seconds", paramLabel = "N", description = "Length of the measured window.")
    private int seconds = 20;

    @Option(names = "--warmup", paramLabel = "N", description = {
            "Seconds of the most streams with the shortest turns on each shape, before anything is measured."})
    private int warmup = 60;

    @Option(names = "--runs", paramLabel = "N", description = "Repetitions; the shapes take turns.")
    private int runs = 1;

    @Option(names = "--shapes", split = ",", paramLabel = "SHAPE", description = {
            "The ways to ask and to read, one load each: ${COMPLETION-CANDIDATES}. The first is the provider without "
                    + "Rivulet."})
    private List<Shape> shapes = List.of(Shape.DIRECT, Shape.POST);

    @Option(names = "--pause", paramLabel = "N", description = "Seconds between two loads.")
    private int pause = 2;

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
        List<Workload> workloads;
        try {
            workloads = streams.stream()
                    .flatMap(count -> tokens.stream().map(length -> new Workload(count, rate, length, seconds)))
                    .toList();
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
            say("starting " + shapes + " in " + directory.path());
            processes.start(shapes, rate);
            say("process ids " + processes.pids());
            LoadLevels levels = new LoadLevels(new MeasurementRunner(processes, Duration.ofSeconds(pause)), Bench::say);
            levels.warmUp(shapes, workloads, warmup);
            Report report = new Report(Machine.here(), processes.maxHeap(), options,
                    ceiling.wanted ? List.of() : levels.measure(shapes, workloads, runs),
                    ceiling.wanted ? ceilings(levels, workloads) : List.of());
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

    private List<Ceiling> ceilings(LoadLevels levels, List<Workload> workloads) throws InterruptedException {
        int from = Collections.max(streams);
        List<Ceiling> ceilings = new ArrayList<>();
        for (Workload workload : workloads.stream().filter(each -> each.streams() == from).toList()) {
            for (int run = 1; run <= runs; run++) {
                for (Shape shape : shapes) {
                    ceilings.add(levels.findCeiling(shape, workload, ceiling.limits(), ceiling.precision(),
                            ceiling.most, run));
                }
            }
        }
        return ceilings;
    }

    private static void say(String text) {
        System.err.println("bench: " + text);
    }
}
