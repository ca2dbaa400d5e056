package dev.rivulet.worker.coordinator.session;

import dev.rivulet.schemas.SessionTurn;
import java.util.Optional;

/** Chooses the workers that execute attempts. */
@FunctionalInterface
public interface AttemptPlacement {

    /**
     * Returns the worker that is to execute the next attempt of a turn. A worker that is returned counts as one turn
     * busier.
     *
     * @return empty when no live worker executes turns: the turn waits
     */
    Optional<String> place(SessionTurn turn);
}
