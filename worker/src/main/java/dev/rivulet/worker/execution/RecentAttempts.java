package dev.rivulet.worker.execution;

import dev.rivulet.schemas.SessionTurn;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest attempt of each of many turns, for a while. A coordinator in another process does not tell this one when
 * it needs an entry no more, so old ones are dropped, and the oldest when there are too many. Thread-safe.
 */
public final class RecentAttempts {

    /** Longer than a coordinator waits for an attempt with default settings. */
    private static final long KEEP_NANOS = Duration.ofMinutes(30).toNanos();
    /** About 200 bytes each. */
    private static final int MOST = 50_000;

    private final Map<SessionTurn, Attempt> attempts = new LinkedHashMap<>(); // oldest first; guarded by this

    private record Attempt(int number, long nanos) {}

    /** @param nanos the time, as {@link System#nanoTime} */
    public synchronized void add(SessionTurn turn, int attempt, long nanos) {
        attempts.remove(turn);
        attempts.put(turn, new Attempt(attempt, nanos));
        Iterator<Attempt> oldest = attempts.values().iterator();
        while (oldest.hasNext() && (nanos - oldest.next().nanos > KEEP_NANOS || attempts.size() > MOST)) {
            oldest.remove();
        }
    }

    /** Returns whether the attempt is here. */
    public synchronized boolean has(SessionTurn turn, int attempt) {
        Attempt newest = attempts.get(turn);
        return newest != null && newest.number == attempt;
    }

    /** Returns whether the attempt, or a newer one of the turn, is here. */
    public synchronized boolean covers(SessionTurn turn, int attempt) {
        Attempt newest = attempts.get(turn);
        return newest != null && newest.number >= attempt;
    }

    synchronized void remove(SessionTurn turn) {
        attempts.remove(turn);
    }

    synchronized int size() {
        return attempts.size();
    }
}
