package dev.rivulet.local.chaos.fault;

import dev.rivulet.local.chaos.process.ClockSkew;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

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
    /** A gateway stalls for 20 s or more: readers have left, and all time-outs have passed. */
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
    WORKER_AND_BROKER_KILLED,
    /** Hostile records are written to every topic for some time. */
    HOSTILE_RECORDS,
    /** A worker is killed and replaced by one whose clock is wrong by up to two minutes, then by a right one. */
    WORKER_CLOCK_WRONG,
    /** The same for a gateway. */
    GATEWAY_CLOCK_WRONG,
    /** A worker is replaced by one with too little memory: it ends by itself. */
    WORKER_OUT_OF_MEMORY,
    /** A worker reaches everything but the group coordinator for some time. */
    WORKER_CUT_OFF,
    /** All packets between a worker and the brokers are lost for some time. */
    WORKER_PARTITIONED,
    /** The same for a gateway. */
    GATEWAY_PARTITIONED,
    /** All packets between half of the clients and a gateway are lost: it keeps connections whose clients are gone. */
    CLIENTS_PARTITIONED,
    /** A thousand readers resume ended turns at once. */
    RESUME_HERD,
    /** The topic of results takes only short ones for some time. */
    TOPIC_SHRUNK,
    /** The provider lets new calls wait for some time. */
    PROVIDER_HANGS;

    /** Returns all kinds that this machine can make. */
    public static List<FaultKind> all() {
        return Stream.of(values()).filter(FaultKind::possible).toList();
    }

    /** Returns whether this machine has what the fault needs. */
    public boolean possible() {
        return switch (this) {
            case WORKER_CLOCK_WRONG, GATEWAY_CLOCK_WRONG -> ClockSkew.available();
            default -> true;
        };
    }

    /** Returns the name in tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
