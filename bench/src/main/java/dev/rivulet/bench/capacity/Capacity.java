package dev.rivulet.bench.capacity;

import dev.rivulet.bench.capacity.model.BenchFile;
import dev.rivulet.bench.capacity.model.Bill;
import dev.rivulet.bench.capacity.model.Cluster;
import dev.rivulet.bench.capacity.model.Costs;
import dev.rivulet.bench.capacity.model.Demand;
import dev.rivulet.bench.capacity.model.Load;
import dev.rivulet.bench.capacity.simulation.Scenario;
import dev.rivulet.bench.capacity.simulation.Simulation;
import dev.rivulet.bench.capacity.simulation.SimulationResult;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.worker.WorkerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code ./rivulet capacity}: what a load needs, which resource is short first, and how long turns would wait. See
 * docs/capacity.md.
 */
@Command(name = "rivulet capacity", mixinStandardHelpOptions = true, showDefaultValues = true, description = {
        "Compute what a load needs of each resource, and simulate how its turns are placed, wait and are taken over. "
                + "Nothing is started. Settings of workers and topics are those of the configuration.",
        "Exit status: 0, 1 when the load does not fit, 2 unusable arguments or configuration."})
public final class Capacity implements Callable<Integer> {

    /** Until waits are those of a steady state: many times as long as a turn is on its way to its worker. */
    private static final Duration SETTLE = Duration.ofSeconds(2);

    @Mixin
    private LoadParameters loads = new LoadParameters();

    @Mixin
    private ClusterParameters clusters = new ClusterParameters();

    @Option(names = "--bench", paramLabel = "FILE", description = {
            "Take the costs from this result of ./rivulet bench --shapes post --tokens 100,800 --json FILE."})
    private Path bench;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = {
            "A setting, such as rivulet.worker.event-loops=4; more than one with several of this option."})
    private Map<String, String> settings = Map.of();

    @Option(names = "--kill", paramLabel = "N", description = {
            "Workers that are killed at once, executors first, to simulate the takeover."})
    private int killed = 1;

    @Option(names = "--seconds", paramLabel = "N", description = "How long turns are accepted in the simulation.")
    private int seconds = 10;

    @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same figures.")
    private long seed = 1;

    @Option(names = "--price-core-hour", paramLabel = "X", description = "Price of a core for an hour.")
    private double coreHour = 0.04;

    @Option(names = "--price-gb-month", paramLabel = "X", description = "Price of a GB of disk for a month.")
    private double gbMonth = 0.08;

    @Option(names = "--price-gb-sent", paramLabel = "X", description = "Price of a GB that is sent to readers.")
    private double gbSent = 0.05;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Capacity()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws IOException {
        try {
            CapacityReport report = report(Config.ofProcess());
            System.out.print(report);
            return report.fits() ? CommandLine.ExitCode.OK : 1;
        } catch (IllegalArgumentException | InvalidConfigException unusable) {
            System.err.println("rivulet capacity: " + unusable.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    /** @param process without what the options set */
    CapacityReport report(Config process) throws IOException {
        Config config = process.with(settings);
        TopicsConfig topics = config.section(TopicsConfig.class, TopicsConfig.PREFIX);
        Costs costs = bench == null ? Costs.MEASURED : BenchFile.read(bench);
        Load load = loads.load();
        Cluster cluster = clusters.cluster(load, costs, topics,
                config.section(WorkerConfig.class, WorkerConfig.PREFIX));
        SimulationResult simulated = Simulation.run(new Scenario(load, cluster, costs.threads().coordination(),
                Scenario.Delays.MEASURED, loads.lengths, true, SETTLE, Duration.ofSeconds(seconds),
                Math.min(killed, cluster.workers() - 1), seed));
        Demand demand = new Demand(load, cluster, costs, simulated.elsewhere());
        return new CapacityReport(demand, simulated,
                Bill.of(demand, topics, new Bill.Prices(coreHour, gbMonth, gbSent)));
    }
}
