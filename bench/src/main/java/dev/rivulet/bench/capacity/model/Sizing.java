package dev.rivulet.bench.capacity.model;

import dev.rivulet.worker.WorkerConfig;

/**
 * The smallest cluster in which a load takes at most a part of each resource that can be added.
 *
 * @param partitions of the topics; they bound how many workers coordinate
 * @param copies of each partition
 * @param utilization the part, from 0 to 1
 */
public record Sizing(int partitions, int copies, Cluster.Machines machines, WorkerConfig settings, double utilization) {

    /** @throws IllegalArgumentException with a sentence for the user */
    public Sizing {
        if (utilization <= 0 || utilization > 1) {
            throw new IllegalArgumentException("the utilization is a percentage from 1 to 100");
        }
    }

    /**
     * Returns the cluster. It can be too small all the same: more partitions may be needed, or smaller machines that
     * cost each other less.
     */
    public Cluster cluster(Load load, Costs costs) {
        int coordinators = Math.min(Math.ceilDiv(partitions, settings.coordinatorThreads()),
                processes(costs.threads().coordination().cores(load), settings.coordinatorThreads()));
        int workers = Math.max(coordinators, workers(load, costs));
        int gateways = Math.max(processes(costs.threads().gatewayLoop().cores(load), machines.gatewayLoops()),
                processes(costs.processes().gateway().cores(load), machines.gatewayCores()));
        Cluster oneBroker = new Cluster(partitions, copies, coordinators, workers - coordinators, gateways, copies,
                machines, settings);
        return new Cluster(partitions, copies, coordinators, workers - coordinators, gateways,
                brokers(new Demand(load, oneBroker, costs, 1 - (double) coordinators / workers)), machines, settings);
    }

    private int workers(Load load, Costs costs) {
        int byLoops = processes(costs.threads().workerLoop().cores(load), settings.eventLoops());
        int byCores = processes(costs.processes().worker().cores(load), machines.workerCores());
        int bySlots = processes(load.streams(), settings.concurrentTurns());
        return Math.max(byLoops, Math.max(byCores, bySlots));
    }

    private int brokers(Demand demand) {
        return Math.max(copies, Math.max(processes(demand.brokerCores(), machines.brokerCores()),
                processes(demand.brokerBytesOut(), machines.networkBytes())));
    }

    private int processes(double need, double each) {
        return Math.max(1, (int) Math.ceil(need / (each * utilization)));
    }
}
