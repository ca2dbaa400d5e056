package dev.rivulet.local.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was done to the system, for those who judge what it did.
 *
 * @param incidents what was done to workers
 * @param clocks how far ahead the clocks of workers were, by the id that the worker generated; only wrong ones
 * @param hostileTurns turns of hostile prompts that have to end
 * @param resultsShrunk whether results had to be short for some time: then answers may end as too long
 */
public record InjectedFaults(List<Incident> incidents, Map<String, Duration> clocks, Set<String> hostileTurns,
        boolean resultsShrunk) {

    public InjectedFaults {
        incidents = List.copyOf(incidents);
        clocks = Map.copyOf(clocks);
        hostileTurns = Set.copyOf(hostileTurns);
    }
}
