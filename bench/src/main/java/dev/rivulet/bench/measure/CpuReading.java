package dev.rivulet.bench.measure;

import dev.rivulet.bench.process.BenchProcesses;
import dev.rivulet.bench.process.CpuTime;
import dev.rivulet.bench.process.ProcessRole;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * CPU time used until a moment.
 *
 * @param processes of each process since its start
 * @param machine of the whole machine since its start
 */
record CpuReading(long nanoTime, Map<ProcessRole, CpuTime> processes, Duration machine) {

    static CpuReading of(BenchProcesses running) {
        return new CpuReading(System.nanoTime(), running.cpu(), MachineCpu.busy());
    }

    double secondsSince(CpuReading earlier) {
        return (nanoTime - earlier.nanoTime) / 1e9;
    }

    /** Returns the CPU time that each process used since an earlier reading. */
    Map<ProcessRole, CpuTime> since(CpuReading earlier) {
        Map<ProcessRole, CpuTime> used = new EnumMap<>(ProcessRole.class);
        processes.forEach((role, time) -> used.put(role, time.minus(earlier.processes.get(role))));
        return used;
    }

    /** Returns how many cores some processes used since an earlier reading, compilation left out. */
    double coresSince(CpuReading earlier, Collection<ProcessRole> roles) {
        long nanos = roles.stream().filter(processes::containsKey).map(role -> processes.get(role)
                .minus(earlier.processes.get(role))).mapToLong(time -> time.all().minus(time.jit()).toNanos()).sum();
        return nanos / 1e9 / secondsSince(earlier);
    }

    /** Returns how many cores other programs used since an earlier reading. */
    double otherCores(CpuReading earlier) {
        long own = processes.entrySet().stream()
                .mapToLong(entry -> entry.getValue().minus(earlier.processes.get(entry.getKey())).all().toNanos())
                .sum();
        long all = machine.minus(earlier.machine).toNanos();
        return Math.max(0, (all - own) / 1e9 / secondsSince(earlier));
    }
}
