package dev.rivulet.bench.capacity.simulation;

import dev.rivulet.schemas.SessionTurn;

/** A turn. Times are in nanoseconds of the simulation. */
final class SimulatedTurn {

    final SessionTurn name;
    final int partition;
    final long acceptedAt;
    /** How long an attempt runs. */
    final long length;
    /** Counts the executions that it was given to: what an earlier one does later is void. */
    int attempt;
    int handOvers;
    boolean begun;
    SimulatedWorker owner;
    /** Where it stands among the turns that run in its owner. */
    int position;

    SimulatedTurn(SessionTurn name, int partition, long acceptedAt, long length) {
        this.name = name;
        this.partition = partition;
        this.acceptedAt = acceptedAt;
        this.length = length;
    }
}
