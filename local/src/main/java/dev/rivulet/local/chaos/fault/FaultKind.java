package dev.rivulet.local.chaos.fault;

import java.util.List;
import java.util.Locale;

/** What can happen to a system. A kill is {@code kill -9}, a stall {@code kill -STOP} and later {@code -CONT}. */
public enum FaultKind {
    /** A worker dies; another is started in its place. */
    WORKER_KILLED,
    /** Two workers die, some seconds apart. */
    TWO_WORKERS_KILLED,
    /** A worker stands still and goes on. */
    WORKER_STALLED,
    /** A worker is told to stop; another is started in its place. */
    WORKER_DRAINED,
    /** A worker more, for a while. */
    WORKER_JOINS_AND_LEAVES,
    /** A gateway dies and is started again. */
    GATEWAY_KILLED,
    /** A gateway stands still and goes on. */
    GATEWAY_STALLED,
    /** A gateway is told to stop and is started again. */
    GATEWAY_DRAINED,
    /** A broker dies and is started again. */
    BROKER_KILLED,
    /** A broker stands still and goes on. */
    BROKER_STALLED,
    /** Every broker dies; all are started again. */
    ALL_BROKERS_KILLED,
    /** A worker and a gateway die together. */
    WORKER_AND_GATEWAY_KILLED,
    /** A worker and a broker die together. */
    WORKER_AND_BROKER_KILLED;

    /** Every kind there is. */
    public static List<FaultKind> all() {
        return List.of(values());
    }

    /** As tables show it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
