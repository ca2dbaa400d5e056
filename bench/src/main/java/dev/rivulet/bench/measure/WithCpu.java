package dev.rivulet.bench.measure;

import dev.rivulet.bench.process.CpuTime;
import dev.rivulet.bench.process.ProcessRole;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a plan resulted in, and what it took meanwhile.
 *
 * @param cpu of each process in the measured window
 * @param seconds length of that window
 * @param otherCores cores used by other programs in it
 */
public record WithCpu<R>(R result, Map<ProcessRole, CpuTime> cpu, double seconds, double otherCores) {

    /** Returns the cost of each process, shared among so many tokens. */
    Map<ProcessRole, TokenCost> costOf(long tokens) {
        Map<ProcessRole, TokenCost> costs = new EnumMap<>(ProcessRole.class);
        cpu.forEach((role, time) -> costs.put(role, TokenCost.of(time, tokens)));
        return costs;
    }

    /** Returns the CPU microseconds of a process, shared among so many events; zero for none. */
    public double microsOf(ProcessRole role, long events) {
        return TokenCost.of(cpu.getOrDefault(role, CpuTime.NONE), events).all();
    }
}
