package dev.rivulet.local.chaos.fault;

import java.util.List;
import java.util.Locale;

/** The faults. A kill is {@code kill -9}; a stall is {@code kill -STOP}, later {@code -CONT}. */
public enum FaultKind {
    /** A worker is killed and replaced. */
    WORKER_KILLED,
    /** Two workers are killed some seconds apart, and replaced. */
    TWO_WORKERS_KILLED,
    /** A worker stalls for some time. */
    WORKER_STALLED,
    /** A worker is told to stop, and replaced. */
    WORKER_DRAINED,
    /** A worker is added for some time. */
    WORKER_JOINS_AND_LEAVES,
    /** A gateway is killed and restarted. */
    GATEWAY_KILLED,
    /** A gateway stalls for some time. */
    GATEWAY_STALLED,
    /** A gateway is told to stop, and restarted. */
    GATEWAY_DRAINED,
    /** A broker is killed and restarted. */
    BROKER_KILLED,
    /** A broker stalls for some time. */
    BROKER_STALLED,
    /** All brokers are killed and restarted. */
    ALL_BROKERS_KILLED,
    /** A worker and a gateway are killed together. */
    WORKER_AND_GATEWAY_KILLED,
    /** A worker and a broker are killed together. */
    WORKER_AND_BROKER_KILLED;

    /** Returns all kinds. */
    public static List<FaultKind> all() {
        return List.of(values());
    }

    /** Returns the name in tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
