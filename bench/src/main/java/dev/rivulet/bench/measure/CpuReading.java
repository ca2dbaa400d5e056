package dev.rivulet.bench.measure;

import dev.rivulet.bench.fleet.CpuTime;
import dev.rivulet.bench.fleet.Fleet;
import dev.rivulet.bench.fleet.Role;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * CPU time at a moment.
 *
 * @param processes each process since its start
 * @param machine   the whole machine since its start
 */
record CpuReading(long nanoTime, Map<Role, CpuTime> processes, Duration machine) {

    static CpuReading of(Fleet fleet) {
        return new CpuReading(System.nanoTime(), fleet.cpu(), MachineCpu.busy());
    }

    double secondsSince(CpuReading earlier) {
        return (nanoTime - earlier.nanoTime) / 1e9;
    }

    /** What each of so many tokens cost, by process. */
    Map<Role, TokenCost> costSince(CpuReading earlier, long tokens) {
        Map<Role, TokenCost> costs = new EnumMap<>(Role.class);
        processes.forEach(
                (role, time) -> costs.put(role, TokenCost.of(time.minus(earlier.processes.get(role)), tokens)));
        return costs;
    }

    /** Cores that were busy with other things than these processes. */
    double otherCores(CpuReading earlier) {
        long own = processes.entrySet().stream()
                .mapToLong(entry -> entry.getValue().minus(earlier.processes.get(entry.getKey())).all().toNanos())
                .sum();
        long all = machine.minus(earlier.machine).toNanos();
        return Math.max(0, (all - own) / 1e9 / secondsSince(earlier));
    }
}
