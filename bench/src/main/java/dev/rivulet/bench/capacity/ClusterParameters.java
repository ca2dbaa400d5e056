package dev.rivulet.bench.capacity;

import dev.rivulet.bench.capacity.model.Cluster;
import dev.rivulet.bench.capacity.model.Costs;
import dev.rivulet.bench.capacity.model.Load;
import dev.rivulet.bench.capacity.model.Sizing;
import dev.rivulet.runtime.kafka.TopicsConfig;
import dev.rivulet.worker.WorkerConfig;
import picocli.CommandLine.Option;

/** The options that say what there is. What is not said is made large enough. */
final class ClusterParameters {

    private static final double MB = 1e6;

    @Option(names = "--partitions", paramLabel = "N", description = {
            "Default: rivulet.topics.partitions, which depends on the brokers."})
    private Integer partitions;

    @Option(names = "--coordinators", paramLabel = "N", description = {
            "Workers that coordinate and execute. Default, also of the next three: as many as it takes."})
    private Integer coordinators;

    @Option(names = "--executors", paramLabel = "N", description = "Workers that only execute.")
    private Integer executors;

    @Option(names = "--gateways", paramLabel = "N", description = "Gateways.")
    private Integer gateways;

    @Option(names = "--brokers", paramLabel = "N", description = "Brokers.")
    private Integer brokers;

    @Option(names = "--utilization", paramLabel = "PERCENT", description = {
            "How much of each resource may be taken in a cluster that is made large enough."})
    private double utilization = 60;

    @Option(names = "--worker-cores", paramLabel = "N", description = "Cores of a worker.")
    private double workerCores = 2;

    @Option(names = "--gateway-cores", paramLabel = "N", description = "Cores of a gateway.")
    private double gatewayCores = 2;

    @Option(names = "--broker-cores", paramLabel = "N", description = "Cores of a broker.")
    private double brokerCores = 8;

    @Option(names = "--gateway-loops", paramLabel = "N", description = "Event loops of a gateway.")
    private int gatewayLoops = 2;

    @Option(names = "--worker-heap", paramLabel = "MB", description = "Heap of a worker.")
    private double workerHeap = 2_000;

    @Option(names = "--broker-network", paramLabel = "MB", description = "What a broker can send in a second.")
    private double brokerNetwork = 1_000;

    /** @param topics and {@code settings}: the defaults of what is not said */
    Cluster cluster(Load load, Costs costs, TopicsConfig topics, WorkerConfig settings) {
        int copies = topics.replicationFactor();
        int created = TopicsConfig.partitions(topics, orElse(brokers, copies));
        Cluster sized = new Sizing(orElse(partitions, created), copies,
                new Cluster.Machines(workerCores, gatewayCores, brokerCores, gatewayLoops, workerHeap * MB,
                        brokerNetwork * MB),
                settings, utilization / 100).cluster(load, costs);
        int coordinating = orElse(coordinators, sized.coordinators());
        return new Cluster(sized.partitions(), sized.copies(), coordinating,
                orElse(executors, Math.max(0, sized.workers() - coordinating)),
                orElse(gateways, sized.gateways()), orElse(brokers, sized.brokers()), sized.machines(), settings);
    }

    private static int orElse(Integer wanted, int otherwise) {
        return wanted == null ? otherwise : wanted;
    }
}
