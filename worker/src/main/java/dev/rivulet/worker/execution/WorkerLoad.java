package dev.rivulet.worker.execution;

/**
 * How busy a worker is.
 *
 * @param running how many turns run there
 * @param waiting how many wait there for a slot
 * @param room how many more could start there at once; 0 while any waits
 */
public record WorkerLoad(int running, int waiting, int room) {

    /** What no worker has: sums of counts stay far from overflow, whatever a heartbeat says. */
    private static final int MOST = 1_000_000;

    /** Counts out of bounds are brought into them: they only guide where turns run. */
    public WorkerLoad {
        running = Math.clamp(running, 0, MOST);
        waiting = Math.clamp(waiting, 0, MOST);
        room = Math.clamp(room, 0, MOST);
    }

    /** Returns how many turns run or wait there. */
    public int busy() {
        return running + waiting;
    }

    /** Returns how many turns can run there at once. */
    public int capacity() {
        return running + room;
    }

    /** Returns what part of its capacity is taken; more than 1 when turns wait. Infinite without any capacity. */
    public double utilization() {
        return capacity() == 0 ? Double.POSITIVE_INFINITY : (double) busy() / capacity();
    }

    /** Returns the load when so many more turns have come. */
    public WorkerLoad plus(int turns) {
        int started = Math.min(turns, room);
        return new WorkerLoad(running + started, waiting + turns - started, room - started);
    }
}
