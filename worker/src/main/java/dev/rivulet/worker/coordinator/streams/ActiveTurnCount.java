package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.json.UnreadableRecordException;
import dev.rivulet.worker.coordinator.session.ActiveTurns;

/**
 * How many turns a session runs and has waiting, for tools that read the changelog {@link
 * dev.rivulet.schemas.topic.Changelog#ACTIVE_TURNS} from outside. That topic is keyed by session; the last record of a
 * key counts.
 *
 * @param open 1 when a turn runs, else 0
 * @param waiting turns in the queue
 */
public record ActiveTurnCount(int open, int waiting) {

    private static final ActiveTurnCount NONE = new ActiveTurnCount(0, 0);

    /**
     * Counts the turns in one record of the changelog. State that cannot be read counts as none, as it does for
     * coordinators, which delete it; the changelog has it until it is compacted.
     *
     * @param value of the record; null when the session has no turn any more
     * @throws LaterStateException when a later version stored it
     */
    public static ActiveTurnCount of(byte[] value) {
        if (value == null) {
            return NONE;
        }
        try {
            ActiveTurns turns = StateFormat.of(ActiveTurns.class).read(value);
            return new ActiveTurnCount(turns.open() == null ? 0 : 1, turns.queue().size());
        } catch (UnreadableRecordException setAside) {
            return NONE;
        }
    }
}
