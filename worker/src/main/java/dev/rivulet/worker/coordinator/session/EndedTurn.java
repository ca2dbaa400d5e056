package dev.rivulet.worker.coordinator.session;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;

/**
 * A turn that has ended, with its terminal event: a replayed command or result publishes the same one again.
 *
 * @param at when it ended, in milliseconds since the epoch
 */
public record EndedTurn(TurnId turn, @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type") @JsonSubTypes( {
        @JsonSubTypes.Type(value = Done.class, name = "done"),
        @JsonSubTypes.Type(value = TurnError.class, name = "error")}) ChunkEvent.Terminal terminal, long at){}
