package dev.rivulet.bench.capacity.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a load takes of each resource of a cluster. Pure arithmetic: docs/capacity.md has the formulas.
 *
 * @param elsewhere the share of attempts that run in another worker than their coordinator's, from 0 to 1
 */
public record Demand(Load load, Cluster cluster, Costs costs, double elsewhere) {

    /** A reader that waits for one record at a time fetches no more often: there and back through the broker. */
    private static final double FETCHES_PER_SECOND = 500;
    private static final double MICROS = 1e6;

    /** Returns all resources in the order of a turn's way through them. */
    public List<Resource> resources() {
        List<Resource> all = new ArrayList<>();
        Costs.Threads threads = costs.threads();
        int loops = cluster.workers() * cluster.settings().eventLoops();
        all.add(new Resource("coordination thread with most partitions, cores", busiestCoordination(), 1,
                moreCoordination()));
        all.add(new Resource("execution slots", load.streams(), cluster.slots(),
                "executors, or rivulet.worker.concurrent-turns"));
        all.add(new Resource("heap for running turns, MB a worker",
                (double) load.streams() / cluster.workers() * turnBytes() / 1e6,
                cluster.machines().heapBytes() * cluster.settings().turnMemory() / 100 / 1e6,
                "executors, or their heap"));
        all.add(new Resource("event loops of workers, cores", threads.workerLoop().cores(load), loops,
                "executors, or rivulet.worker.event-loops"));
        all.add(new Resource("workers, cores", workerCores(), cluster.workers() * cluster.machines().workerCores(),
                "executors"));
        all.add(new Resource("heartbeats at the broker that leads them, cores", heartbeatLeaderCores(),
                cluster.machines().brokerCores(),
                "nothing: fewer and larger workers, or a longer rivulet.worker.heartbeat-interval"));
        all.add(new Resource("brokers, cores", brokerCores(),
                cluster.brokers() * cluster.machines().brokerCores(), "brokers"));
        all.add(new Resource("sent by brokers, MB/s", brokerBytesOut() / 1e6,
                cluster.brokers() * cluster.machines().networkBytes() / 1e6, moreSent()));
        all.add(new Resource("tail of a gateway, cores", tailShare() * threads.tail().cores(load), 1, moreTail()));
        all.add(new Resource("event loops of gateways, cores", gatewayLoopCores(),
                (double) cluster.gateways() * cluster.machines().gatewayLoops(), "gateways"));
        all.add(new Resource("gateways, cores", gatewayCores(),
                cluster.gateways() * cluster.machines().gatewayCores(), "gateways"));
        return all;
    }

    /** Returns the resource of which the largest part is taken. */
    public Resource bottleneck() {
        return resources().stream().max(Comparator.comparingDouble(Resource::used)).orElseThrow();
    }

    /** Partitions cannot be divided: the thread with one more than another has so much more to do. */
    private double busiestCoordination() {
        double all = costs.threads().coordination().cores(load);
        return all * Math.ceil((double) cluster.partitions() / cluster.coordinationThreads()) / cluster.partitions();
    }

    private String moreCoordination() {
        return cluster.coordinationThreads() < cluster.partitions()
                ? "workers that coordinate, or rivulet.worker.coordinator-threads"
                : "rivulet.topics.partitions";
    }

    private double turnBytes() {
        double charsPerToken = 4;
        return costs.turnHeapBytes() + 2 * (load.promptBytes() + charsPerToken * load.answerTokens());
    }

    private double workerCores() {
        return costs.processes().worker().cores(load)
                + heartbeatFetches() * costs.heartbeats().workerMicros() / MICROS;
    }

    /** Each worker reads every worker's heartbeats, one record at a time as long as it can. */
    private double heartbeatFetches() {
        double beats = cluster.workers() * 1_000.0 / cluster.settings().heartbeatInterval().toMillis();
        return cluster.workers() * Math.min(beats, FETCHES_PER_SECOND);
    }

    private double heartbeatLeaderCores() {
        return heartbeatFetches() * costs.heartbeats().brokerMicros() / MICROS;
    }

    double brokerCores() {
        return costs.processes().broker().cores(load) * cluster.copies() + heartbeatLeaderCores();
    }

    /** Returns what is written in a second, each record once. */
    public double bytesIn() {
        return costs.log().events().of(load.tokens(), load.turns())
                + costs.log().others().of(load.tokens(), load.turns()) + conversationBytes() + jobBytes();
    }

    /** What sessions remember is written as state after each turn. */
    private double conversationBytes() {
        return load.turns() * load.promptBytes();
    }

    private double jobBytes() {
        return conversationBytes() * elsewhere;
    }

    /**
     * Copies, coordinators and their standbys, gateways, heartbeats, and jobs, which all workers read whose ids hash to
     * a partition.
     */
    double brokerBytesOut() {
        double jobReaders = Math.max(1, (double) cluster.workers() / cluster.partitions());
        double beats = cluster.workers() * 1_000.0 / cluster.settings().heartbeatInterval().toMillis();
        return bytesIn() * (cluster.copies() - 1) + costs.log().others().of(load.tokens(), load.turns())
                + tailBytes() + jobBytes() * jobReaders + beats * cluster.workers() * costs.heartbeats().bytes();
    }

    private double tailBytes() {
        return cluster.gateways() * tailShare() * costs.log().events().of(load.tokens(), load.turns());
    }

    /**
     * Returns which part of all events a gateway reads: the partitions that it prefers, and those that its readers
     * bring along. A gateway beyond the number of partitions prefers none.
     */
    double tailShare() {
        double preferred = Math.min(1, 1.0 / cluster.gateways());
        double preferring = Math.min(1, (double) cluster.partitions() / cluster.gateways());
        double readers = load.streams() * Math.max(1, load.readers()) / cluster.gateways();
        double foreign = preferring * leased(preferred / preferring, readers * load.clientNamed());
        return preferred + foreign + (1 - preferring) * leased(0, readers);
    }

    /** Returns which part of the partitions is read only because so many readers are spread over all. */
    private double leased(double preferred, double readers) {
        return (1 - preferred) * (1 - Math.pow(1 - 1.0 / cluster.partitions(), readers));
    }

    private String moreTail() {
        return cluster.gateways() > cluster.partitions() ? "rivulet.topics.partitions" : "gateways";
    }

    private String moreSent() {
        return cluster.gateways() > cluster.partitions() || cluster.workers() > cluster.partitions()
                ? "rivulet.topics.partitions, then brokers"
                : "brokers";
    }

    private double gatewayLoopCores() {
        return costs.threads().gatewayLoop().cores(load) + moreReaders();
    }

    private double gatewayCores() {
        double tail = costs.threads().tail().cores(load);
        return costs.processes().gateway().cores(load) + moreReaders() + tail * (cluster.gateways() * tailShare() - 1);
    }

    private double moreReaders() {
        return load.tokens() * Math.max(0, load.readers() - 1) * costs.readerMicros() / MICROS;
    }
}
