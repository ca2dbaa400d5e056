package dev.rivulet.local.cli;

import dev.rivulet.local.chaos.ChaosConfig;
import dev.rivulet.local.chaos.ChaosRun;
import dev.rivulet.local.chaos.fault.FaultKind;
import dev.rivulet.local.chaos.process.SystemSize;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "chaos", mixinStandardHelpOptions = true, showDefaultValues = true, description = {
        "Kill and stall the processes of a whole system under load, on this machine, and check that its promises hold.",
        "Exit status: 0, or 1 when a promise was broken."})
final class ChaosCommand implements Callable<Integer> {

    private static final int TOKENS_PER_SECOND = 5;
    private static final int CLIENTS = 200;
    private static final int WORKERS = 3;

    @Mixin
    private SystemRun run = new SystemRun(CLIENTS, WORKERS);

    @Option(names = "--brokers", paramLabel = "N", description = "Brokers, 1 or 3.")
    private int brokers = 3;

    @Option(names = "--gateways", paramLabel = "N", description = "Gateways.")
    private int gateways = 2;

    @Option(names = "--faults", split = ",", paramLabel = "KIND", showDefaultValue = Visibility.NEVER, description = {
            "Some of ${COMPLETION-CANDIDATES}; all by default."})
    private List<FaultKind> kinds = FaultKind.all();

    @Option(names = "--set", paramLabel = "VARIABLE=VALUE", description = {
            "A setting of every worker and gateway, such as RIVULET_WORKER_MISSED_HEARTBEATS=3."})
    private Map<String, String> settings = Map.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return run.execute("chaos", directory -> new ChaosConfig(run.seed(), run.length(), kinds, run.clients(),
                run.principals(), TOKENS_PER_SECOND,
                new SystemSize(brokers, run.workers(), gateways), settings, directory), ChaosRun::run);
    }
}
