package dev.rivulet.worker.liveness;

import java.util.HashMap;
import java.util.Map;

/**
 * Knows from the heartbeat topic which workers are alive. Measures time in this worker's own heartbeats, read back from
 * the topic: another worker is dead when several of ours have come since its last one. An outage of Kafka or a pause of
 * this process delays all heartbeats alike, so neither makes the others look dead. Thread-safe.
 */
public final class WorkerDirectory {

    private final String self;
    private final int missedBeats;
    private final Map<String, Long> lastSeen = new HashMap<>();
    private long ownBeats;

    /** @param missedBeats how many of this worker's heartbeats another worker may miss */
    public WorkerDirectory(String self, int missedBeats) {
        this.self = self;
        this.missedBeats = missedBeats;
    }

    /**
     * Takes note of a record of the topic.
     *
     * @param alive false for the record that says that the worker is gone
     */
    public synchronized void onHeartbeat(String worker, boolean alive) {
        if (worker.equals(self)) {
            ownBeats++;
            lastSeen.values().removeIf(beat -> ownBeats - beat > missedBeats);
        } else if (alive) {
            lastSeen.put(worker, ownBeats);
        } else {
            lastSeen.remove(worker);
        }
    }

    /** Returns whether a worker is known to be gone. False while it is too early to know. */
    public synchronized boolean isDead(String worker) {
        return !worker.equals(self) && ownBeats > missedBeats && !lastSeen.containsKey(worker);
    }
}
