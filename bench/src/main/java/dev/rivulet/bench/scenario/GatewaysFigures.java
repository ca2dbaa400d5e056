package dev.rivulet.bench.scenario;

import dev.rivulet.bench.load.plan.LoadResult;
import java.util.List;
import java.util.Map;

/**
 * What gateways read of the events of a load that is divided among them.
 *
 * @param eventLoops of the gateways and of the worker; 0: their defaults
 * @param tailBytes bytes that each gateway's tail has read
 * @param replayBytes bytes that each has read besides
 * @param settled whether each read no more partitions than it preferred before the load began
 */
public record GatewaysFigures(int eventLoops, int run, LoadResult load, List<Long> tailBytes, List<Long> replayBytes,
        boolean settled) implements ScenarioFigures {

    /** Returns the number of gateways. */
    public int gateways() {
        return tailBytes.size();
    }

    /** Returns how many of these bytes there are for each token of the whole load. */
    public double forEachToken(long bytes) {
        return load.receivedTokens() == 0 ? 0 : (double) bytes / load.receivedTokens();
    }

    @Override
    public boolean flawless() {
        return load.flawless();
    }

    @Override
    public Map<String, Integer> failures() {
        return load.failures();
    }
}
