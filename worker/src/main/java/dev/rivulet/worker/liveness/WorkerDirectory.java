package dev.rivulet.worker.liveness;

import dev.rivulet.worker.execution.WorkerLoad;
import java.util.HashMap;
import java.util.Map;

/**
 * Knows from the heartbeat topic which workers are alive, and how busy they are. Measures time in this worker's own
 * heartbeats, read back from the topic: another worker is dead when several of ours have come since its last one. An
 * outage of Kafka or a pause of this process delays all heartbeats alike, so neither makes the others look dead.
 * Thread-safe.
 */
public final class WorkerDirectory {

    private final String self;
    private final int missedBeats;
    private final Map<String, Seen> others = new HashMap<>();
    private long ownBeats;

    /**
     * @param beat when its last heartbeat came, in own heartbeats
     * @param placed how many turns this worker has given it since then
     */
    private record Seen(long beat, WorkerStatus status, int placed) {}

    /** @param missedBeats how many of this worker's heartbeats another worker may miss */
    public WorkerDirectory(String self, int missedBeats) {
        this.self = self;
        this.missedBeats = missedBeats;
    }

    /**
     * Takes note of a record of the topic.
     *
     * @param status null for the record that says that the worker is gone
     */
    public synchronized void onHeartbeat(String worker, WorkerStatus status) {
        if (worker.equals(self)) {
            ownBeats++;
            others.values().removeIf(other -> ownBeats - other.beat > missedBeats);
        } else if (status != null) {
            others.put(worker, new Seen(ownBeats, status, 0));
        } else {
            others.remove(worker);
        }
    }

    /** Returns whether a worker is known to be gone. False while it is too early to know. */
    public synchronized boolean isDead(String worker) {
        return !worker.equals(self) && ownBeats > missedBeats && !others.containsKey(worker);
    }

    /** This worker has given another one a turn, which its last heartbeat does not count. */
    public synchronized void placed(String worker) {
        others.computeIfPresent(worker, (id, seen) -> new Seen(seen.beat, seen.status, seen.placed + 1));
    }

    /** Returns the loads of the other live workers that take turns, by id. */
    public synchronized Map<String, WorkerLoad> executors() {
        Map<String, WorkerLoad> executors = new HashMap<>();
        others.forEach((id, seen) -> seen.status.load().ifPresent(load -> executors.put(id, load.plus(seen.placed))));
        return executors;
    }

    /** Returns how many other live workers take part in the coordination. */
    public synchronized int coordinators() {
        return (int) others.values().stream().filter(other -> other.status.coordinates()).count();
    }
}
