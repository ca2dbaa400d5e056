package dev.rivulet.bench.scenario;

import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.process.MemoryUse;
import java.util.Map;

/**
 * Connections that do nothing.
 *
 * @param eventLoops of the gateway and of the worker; 0: their defaults
 * @param wanted connections that were to be opened
 * @param open connections that were open
 * @param failures why the others were not: their number by reason
 * @param grown how much more memory the gateway has with them than without
 */
public record IdleFigures(int eventLoops, Shape shape, int wanted, int open, Map<String, Integer> failures,
        MemoryUse grown)
        implements
            ScenarioFigures {

    /** Returns the share of one connection. */
    public long each(long bytes) {
        return open == 0 ? 0 : bytes / open;
    }

    @Override
    public boolean flawless() {
        return open == wanted;
    }
}
