package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.worker.coordinator.session.ActiveTurns;
import dev.rivulet.worker.coordinator.session.AttemptLiveness;
import dev.rivulet.worker.coordinator.session.OpenTurn;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts an attempt as lost only when several sweeps in a row found it so. A worker that drained, or died right after
 * its last turn, has left a result in the log that may not have been read yet: the turn must not start again. Must be
 * called on the coordinator's thread.
 */
public final class LostAttemptDetector implements AttemptLiveness {

    /** Time between two sweeps. */
    public static final Duration SWEEP = Duration.ofMillis(100);
    public static final int REQUIRED_SWEEPS = 3;

    private final AttemptLiveness liveness;
    private Map<SessionTurn, Integer> lostSweeps = Map.of();

    LostAttemptDetector(AttemptLiveness liveness) {
        this.liveness = liveness;
    }

    /**
     * Takes note of one sweep.
     *
     * @param active all sessions that have turns
     */
    void update(Collection<ActiveTurns> active) {
        Map<SessionTurn, Integer> now = new HashMap<>();
        for (ActiveTurns turns : active) {
            if (!turns.idle() && turns.open().claimed() && liveness.isLost(turns.open())) {
                now.put(turns.open().sessionTurn(), lostSweeps.getOrDefault(turns.open().sessionTurn(), 0) + 1);
            }
        }
        lostSweeps = now;
    }

    @Override
    public boolean isLost(OpenTurn turn) {
        return lostSweeps.getOrDefault(turn.sessionTurn(), 0) >= REQUIRED_SWEEPS && liveness.isLost(turn);
    }
}
