package dev.rivulet.bench.capacity.model;

import dev.rivulet.runtime.kafka.TopicsConfig;
import java.time.Duration;

/**
 * What a cluster costs in an hour, in the currency of the prices. The provider's tokens are not part of it.
 *
 * @param cores of all processes
 * @param storedBytes on all brokers, when the retentions are full
 * @param sentBytes to readers, in an hour
 */
public record Bill(double cores, double storedBytes, double sentBytes, double money) {

    private static final double HOURS_PER_MONTH = 730;
    private static final double GB = 1e9;

    /**
     * Prices.
     *
     * @param coreHour of a core for an hour
     * @param gbMonth of a GB of disk for a month
     * @param gbSent of a GB that leaves for readers
     */
    public record Prices(double coreHour, double gbMonth, double gbSent) {}

    /** Returns the bill of a load in a cluster, whose processes are paid whether they are busy or not. */
    public static Bill of(Demand demand, TopicsConfig topics, Prices prices) {
        Cluster cluster = demand.cluster();
        Load load = demand.load();
        Costs.Log log = demand.costs().log();
        double cores = cluster.workers() * cluster.machines().workerCores()
                + cluster.gateways() * cluster.machines().gatewayCores()
                + cluster.brokers() * cluster.machines().brokerCores();
        double stored = cluster.copies() * (log.events().of(load.tokens(), load.turns())
                * topics.chunkEventsRetention().toSeconds()
                + log.others().of(load.tokens(), load.turns()) * topics.turnResultsRetention().toSeconds());
        double sent = load.tokens() * load.readers() * demand.costs().sentBytes() * Duration.ofHours(1).toSeconds();
        return new Bill(cores, stored, sent, cores * prices.coreHour()
                + stored / GB * prices.gbMonth() / HOURS_PER_MONTH + sent / GB * prices.gbSent());
    }
}
