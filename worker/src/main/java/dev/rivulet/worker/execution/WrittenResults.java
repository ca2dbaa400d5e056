package dev.rivulet.worker.execution;

import dev.rivulet.schemas.SessionTurn;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Attempts that ran here and whose result is in Kafka, until their coordinator has read it. A coordinator in another
 * process does not tell this one, so old entries are dropped. Thread-safe.
 */
final class WrittenResults {

    private static final long KEEP_NANOS = Duration.ofMinutes(30).toNanos();

    private final Map<SessionTurn, Attempt> attempts = new ConcurrentHashMap<>();

    private record Attempt(int number, long writtenAt) {}

    void add(SessionTurn turn, int attempt, long nanos) {
        attempts.put(turn, new Attempt(attempt, nanos));
    }

    boolean has(SessionTurn turn, int attempt) {
        Attempt written = attempts.get(turn);
        return written != null && written.number == attempt;
    }

    void remove(SessionTurn turn) {
        attempts.remove(turn);
    }

    void forgetOld(long nanos) {
        attempts.values().removeIf(written -> nanos - written.writtenAt > KEEP_NANOS);
    }

    int size() {
        return attempts.size();
    }
}
