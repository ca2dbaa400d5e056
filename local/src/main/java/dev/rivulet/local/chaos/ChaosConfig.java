package dev.rivulet.local.chaos;

import dev.rivulet.local.chaos.fault.FaultKind;
import dev.rivulet.local.chaos.process.SystemSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What to do to the system.
 *
 * @param seed      decides the faults, whom they hit and what each client does; not the timing of the machine
 * @param faults    how long faults are injected
 * @param kinds     the faults to choose from
 * @param clients   each has one turn under way, now and then two
 * @param settings  environment of every worker and gateway, beside what they need; empty: the defaults
 * @param directory for the data and the logs of the processes
 */
public record ChaosConfig(long seed, Duration faults, List<FaultKind> kinds, int clients, SystemSize size,
        Map<String, String> settings, Path directory) {

    public ChaosConfig {
        kinds = List.copyOf(kinds);
        settings = Map.copyOf(settings);
    }
}
