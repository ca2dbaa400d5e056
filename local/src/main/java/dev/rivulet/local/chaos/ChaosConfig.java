package dev.rivulet.local.chaos;

import dev.rivulet.local.chaos.fault.FaultKind;
import dev.rivulet.local.chaos.process.SystemSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The configuration of a chaos run.
 *
 * @param seed decides the faults, their targets and what each client does, but not the timing of the machine
 * @param faults how long faults are injected
 * @param kinds the faults to choose from
 * @param clients number of clients, each with one or sometimes two turns in progress
 * @param principals that the clients are, each with a key of its own; 0: callers are not authenticated
 * @param tokensPerSecond of each answer
 * @param settings environment variables for every worker and gateway; empty for the defaults
 * @param directory for the data and logs of the processes
 */
public record ChaosConfig(long seed, Duration faults, List<FaultKind> kinds, int clients,
        int principals, int tokensPerSecond, SystemSize size, Map<String, String> settings, Path directory) {

    public ChaosConfig {
        kinds = List.copyOf(kinds);
        settings = Map.copyOf(settings);
    }
}
