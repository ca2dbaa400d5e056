package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.worker.coordinator.session.ActiveTurns;
import dev.rivulet.worker.coordinator.session.Executions;
import dev.rivulet.worker.coordinator.session.OpenTurn;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes an attempt for lost only when several sweeps in a row found it so. A worker that drained, or died right after its
 * last turn, has left a result in the log that may not have been read yet; starting that turn again would be a waste.
 * Belongs to the coordinator's thread.
 */
final class Suspects implements Executions {

    private static final int SIGHTINGS = 3;

    private final Executions executions;
    private Map<TurnId, Integer> sightings = Map.of();

    Suspects(Executions executions) {
        this.executions = executions;
    }

    /** One sweep over all that is active. */
    void sight(Collection<ActiveTurns> active) {
        Map<TurnId, Integer> now = new HashMap<>();
        for (ActiveTurns turns : active) {
            if (!turns.idle() && turns.open().claimed() && executions.lost(turns.open())) {
                now.put(turns.open().id(), sightings.getOrDefault(turns.open().id(), 0) + 1);
            }
        }
        sightings = now;
    }

    @Override
    public boolean lost(OpenTurn turn) {
        return sightings.getOrDefault(turn.id(), 0) >= SIGHTINGS && executions.lost(turn);
    }
}
