package dev.rivulet.bench.capacity.simulation;

import dev.rivulet.bench.capacity.model.Cluster;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.worker.WorkerConfig;
import java.util.Map;

/** Clusters with the default settings of workers, or with some of a test's own. */
public final class Clusters {

    private static final Cluster.Machines MACHINES = new Cluster.Machines(2, 2, 8, 2, 2e9, 1e9);

    private Clusters() {}

    public static Cluster of(int partitions, int coordinators, int executors, Map<String, String> settings) {
        return new Cluster(partitions, 3, coordinators, executors, 2, 3, MACHINES, settings(settings));
    }

    public static Cluster of(int partitions, int coordinators, int executors) {
        return of(partitions, coordinators, executors, Map.of());
    }

    public static Cluster.Machines machines() {
        return MACHINES;
    }

    public static WorkerConfig settings(Map<String, String> settings) {
        return Config.of(Map.of(), settings).section(WorkerConfig.class, WorkerConfig.PREFIX);
    }
}
