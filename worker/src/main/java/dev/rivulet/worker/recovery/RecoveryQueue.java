package dev.rivulet.worker.recovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.DelayQueue;

/**
 * The attempts whose results are not written yet: each once, a bounded number, those that can be tried first. One that
 * is taken stays known until it is {@link #remove removed}, so that it is not accepted twice. Thread-safe.
 */
final class RecoveryQueue {

    private final int max;
    private final Map<PendingRecovery.Key, PendingRecovery> known = new HashMap<>(); // guarded by this
    private final DelayQueue<PendingRecovery> waiting = new DelayQueue<>();

    /** @param max how many attempts may be known at once */
    RecoveryQueue(int max) {
        this.max = max;
    }

    /** Returns false if the queue is full; true also if the attempt is known already. */
    synchronized boolean add(PendingRecovery attempt) {
        if (known.containsKey(attempt.key())) {
            return true;
        }
        if (known.size() >= max) {
            return false;
        }
        known.put(attempt.key(), attempt);
        waiting.add(attempt);
        return true;
    }

    /** Returns whether this attempt was added, and no other with its key. */
    synchronized boolean knows(PendingRecovery attempt) {
        return known.get(attempt.key()) == attempt;
    }

    /** Blocks until an attempt can be tried. Returns it together with others of the same partition. */
    List<PendingRecovery> take(int most) throws InterruptedException {
        List<PendingRecovery> due = new ArrayList<>(List.of(waiting.take()));
        waiting.drainTo(due);
        List<PendingRecovery> taken = due.stream()
                .filter(attempt -> attempt.partition() == due.getFirst().partition()).limit(most).toList();
        due.removeAll(taken);
        waiting.addAll(due);
        return taken;
    }

    /** The attempt that was taken is to be tried again, when it is due. */
    void putBack(PendingRecovery attempt) {
        waiting.add(attempt);
    }

    /** The result of the attempt is written. */
    synchronized void remove(PendingRecovery attempt) {
        known.remove(attempt.key());
    }

    /** Returns how many attempts have no result yet. */
    synchronized int size() {
        return known.size();
    }
}
