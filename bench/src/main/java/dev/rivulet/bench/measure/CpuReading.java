package dev.rivulet.bench.measure;

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
record CpuReading(long nanoTime, Map<Role, Duration> processes, Duration machine) {

    static CpuReading of(Fleet fleet) {
        return new CpuReading(System.nanoTime(), fleet.cpu(), MachineCpu.busy());
    }

    double secondsSince(CpuReading earlier) {
        return (nanoTime - earlier.nanoTime) / 1e9;
    }

    /** Microseconds by process for each of so many tokens. */
    Map<Role, Double> microsPerToken(CpuReading earlier, long tokens) {
        Map<Role, Double> micros = new EnumMap<>(Role.class);
        processes.forEach((role, time) -> micros.put(role,
                tokens == 0 ? 0 : time.minus(earlier.processes.get(role)).toNanos() / 1e3 / tokens));
        return micros;
    }

    /** Cores that were busy with other things than these processes. */
    double otherCores(CpuReading earlier) {
        long own = processes.entrySet().stream()
                .mapToLong(entry -> entry.getValue().minus(earlier.processes.get(entry.getKey())).toNanos()).sum();
        long all = machine.minus(earlier.machine).toNanos();
        return Math.max(0, (all - own) / 1e9 / secondsSince(earlier));
    }
}
