package dev.rivulet.worker.liveness;

import java.util.HashMap;
import java.util.Map;

/**
 * Which workers are alive, as the heartbeat topic tells. Time is counted in this worker's own beats, read back from the
 * same topic: another worker is dead when several of ours have arrived since its last one. So neither an outage of Kafka
 * nor a pause of this process, which hold up everyone's beats alike, makes the others look dead. Thread-safe.
 */
public final class WorkerDirectory {

    private final String self;
    private final int missedBeats;
    private final Map<String, Long> lastSeen = new HashMap<>();
    private long ownBeats;

    /** @param missedBeats how many of our beats another worker may miss */
    public WorkerDirectory(String self, int missedBeats) {
        this.self = self;
        this.missedBeats = missedBeats;
    }

    /** A record of the topic. What was written before this worker's first beat tells nothing of the present. */
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

    /** Whether a worker is known to be gone. False while it is too early to know. */
    public synchronized boolean isDead(String worker) {
        return !worker.equals(self) && ownBeats > missedBeats && !lastSeen.containsKey(worker);
    }
}
