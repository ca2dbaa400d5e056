package dev.rivulet.bench;

import dev.rivulet.bench.load.Route;
import dev.rivulet.bench.measure.Measurement;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./rivulet bench}: measures the latency and cost that Rivulet adds to token streams. See docs/benchmarks.md.
 */
@Command(name = "rivulet bench", mixinStandardHelpOptions = true, showDefaultValues = true, description = {
        "Measure what Rivulet adds to token streams, in separate processes on this machine.",
        "Exit status: 0, or 1 when a token was lost, duplicated or out of order or a turn did not end."})
public final class Bench implements Callable<Integer> {

    /** CPU of other programs, in cores, above which the figures are not reliable. */
    private static final double QUIET_CORES = 0.2;

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
            "Seconds of the most streams with the shortest turns on each route, before anything is measured."})
    private int warmup = 60;

    @Option(names = "--runs", paramLabel = "N", description = "Repetitions; the routes take turns.")
    private int runs = 1;

    @Option(names = "--routes", split = ",", paramLabel = "ROUTE", description = "${COMPLETION-CANDIDATES}")
    private List<Route> routes = List.of(Route.values());

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
            say("starting " + routes + " in " + directory.path());
            processes.start(routes, rate);
            say("process ids " + processes.pids());
            Report report = new Report(Machine.here(), processes.maxHeap(), options,
                    measure(new MeasurementRunner(processes), workloads));
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

    private List<Measurement> measure(MeasurementRunner measuring, List<Workload> workloads)
            throws InterruptedException {
        Workload busiest = workloads.stream().max(Comparator.comparingInt(Workload::streams)
                .thenComparing(Comparator.comparingInt(Workload::tokens).reversed())).orElseThrow();
        for (Route route : routes) {
            if (warmup > 0) {
                say("warming up " + route.label());
                measuring.warmUp(route, busiest.warmUp(warmup));
            }
        }
        List<Measurement> measurements = new ArrayList<>();
        for (Workload workload : workloads) {
            for (int run = 1; run <= runs; run++) {
                for (Route route : routes) {
                    say(workload.streams() + " streams, turns of " + workload.tokens() + " tokens, " + route.label()
                            + ", run " + run);
                    Measurement measurement = measuring.measure(route, workload, run);
                    measurement.load().failures().forEach((reason, count) -> say(count + " x " + reason));
                    if (measurement.otherCores() > QUIET_CORES) {
                        say("other programs kept the machine busy meanwhile: do not trust the figures");
                    }
                    measurements.add(measurement);
                }
            }
        }
        return measurements;
    }

    private static void say(String text) {
        System.err.println("bench: " + text);
    }
}
