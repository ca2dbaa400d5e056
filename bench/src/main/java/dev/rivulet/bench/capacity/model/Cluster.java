package dev.rivulet.bench.capacity.model;

import dev.rivulet.worker.WorkerConfig;

/**
 * What there is to serve a load.
 *
 * @param copies of each partition: the replication factor
 * @param coordinators workers that coordinate, and execute too
 * @param executors workers that only execute
 * @param machines what each process may use
 * @param settings of the workers
 */
public record Cluster(int partitions, int copies, int coordinators, int executors, int gateways, int brokers,
        Machines machines, WorkerConfig settings) {

    /** @throws IllegalArgumentException with a sentence for the user */
    public Cluster {
        if (partitions < 1 || coordinators < 1 || gateways < 1 || brokers < 1 || executors < 0) {
            throw new IllegalArgumentException("partitions, workers, gateways and brokers must be 1 or more");
        }
        copies = Math.min(copies, brokers);
    }

    /**
     * What each process may use.
     *
     * @param workerCores of a worker, on average over its threads
     * @param gatewayLoops event loops of a gateway
     * @param heapBytes of a worker
     * @param networkBytes a second that a broker can send
     */
    public record Machines(double workerCores, double gatewayCores, double brokerCores, int gatewayLoops,
            double heapBytes, double networkBytes) {}

    /** Returns how many workers there are; all of them execute. */
    public int workers() {
        return coordinators + executors;
    }

    /** Returns how many threads have partitions to coordinate. */
    public int coordinationThreads() {
        return Math.min(partitions, coordinators * settings.coordinatorThreads());
    }

    /** Returns how many turns can run at once. */
    public long slots() {
        return (long) workers() * settings.concurrentTurns();
    }
}
