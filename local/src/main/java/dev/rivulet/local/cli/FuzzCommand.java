package dev.rivulet.local.cli;

import dev.rivulet.local.chaos.ChaosConfig;
import dev.rivulet.local.chaos.process.SystemSize;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "fuzz", mixinStandardHelpOptions = true, showDefaultValues = true, description = {
        "Write hostile records to every topic of a whole system under load, and send hostile requests to its gateways,"
                + " on this machine, and check that its promises hold.",
        "Exit status: 0, or 1 when a promise was broken."})
final class FuzzCommand implements Callable<Integer> {

    /** Fast, so that the time between events tells what delays them. */
    private static final int TOKENS_PER_SECOND = 10;
    private static final int BROKERS = 1;
    private static final int GATEWAYS = 2;
    private static final int CLIENTS = 50;
    private static final int WORKERS = 2;

    @Mixin
    private SystemRun run = new SystemRun(CLIENTS, WORKERS);

    @Option(names = "--records", paramLabel = "N", description = "Hostile records a second; 0: none.")
    private int records = 100;

    @Option(names = "--requests", paramLabel = "N", description = "Hostile connections a second; 0: none.")
    private int requests = 50;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return run.execute("fuzz", directory -> new ChaosConfig(run.seed(), run.length(), List.of(), run.clients(),
                run.principals(), TOKENS_PER_SECOND,
                new SystemSize(BROKERS, run.workers(), GATEWAYS), Map.of(), directory),
                system -> system.fuzz(records, requests));
    }
}
