package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.json.Json;
import dev.rivulet.worker.coordinator.session.ActiveTurns;

/**
 * What {@link dev.rivulet.schemas.topic.Changelog#ACTIVE_TURNS} says, for tools that look at it from outside. It is keyed by
 * session, and the last record of a key counts.
 */
public final class ActiveTurnsLog {

    private ActiveTurnsLog() {}

    /** How many turns a session has under way. */
    public record Count(int open, int waiting) {}

    /** @param value of a record; null when the session has nothing to do any more */
    public static Count count(byte[] value) {
        if (value == null) {
            return new Count(0, 0);
        }
        ActiveTurns turns = Json.read(value, ActiveTurns.class);
        return new Count(turns.open() == null ? 0 : 1, turns.queue().size());
    }
}
