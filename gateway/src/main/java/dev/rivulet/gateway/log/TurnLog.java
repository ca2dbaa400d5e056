package dev.rivulet.gateway.log;

import dev.rivulet.schemas.TurnId;

/**
 * The events of one turn. Made by {@link KafkaAccess}.
 *
 * @param events must select the turn
 */
public record TurnLog(TurnId turn, EventLog events) {

    /** Returns the partition of {@code chunk-events} that has the events. */
    public int partition() {
        return events.partition().partition();
    }
}
