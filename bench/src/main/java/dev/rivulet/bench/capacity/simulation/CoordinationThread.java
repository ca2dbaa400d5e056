package dev.rivulet.bench.capacity.simulation;

/** A thread that handles the inputs of its partitions one after another. */
final class CoordinationThread {

    final SimulatedWorker worker;
    private long busyUntil;
    private long busyNanos;

    CoordinationThread(SimulatedWorker worker) {
        this.worker = worker;
    }

    /** Returns when an input that comes now is done, after all that came before it. */
    long serve(long now, long nanos) {
        busyUntil = Math.max(now, busyUntil) + nanos;
        busyNanos += nanos;
        return busyUntil;
    }

    /** Returns for how long it had something to do, the work that waits included. */
    long busyNanos() {
        return busyNanos;
    }
}
