package dev.rivulet.worker.coordinator.streams;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.topic.Changelog;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Stored state of a session that cannot be used.
 *
 * @param value as stored
 * @param reason why; never contains the content
 */
record UnreadableState(Changelog store, String session, byte[] value, String reason) {

    /** Returns the turns that the state names, in the order in which they run, as far as it is JSON. */
    Set<TurnId> turns() {
        Set<TurnId> turns = new LinkedHashSet<>();
        if (store == Changelog.ACTIVE_TURNS) {
            try {
                JsonNode state = Json.MAPPER.readTree(value);
                turn(state.path("open")).ifPresent(turns::add);
                state.path("queue").forEach(waiting -> turn(waiting).ifPresent(turns::add));
            } catch (IOException notJson) {
                // It names none.
            }
        }
        return turns;
    }

    private static Optional<TurnId> turn(JsonNode turn) {
        return LenientFields.turn(turn.path("request").path("turnId"));
    }
}
