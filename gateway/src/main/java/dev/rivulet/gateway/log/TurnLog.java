package dev.rivulet.gateway.log;

import dev.rivulet.schemas.SessionTurn;

/**
 * The events of one turn. Made by {@link KafkaAccess}.
 *
 * @param events must select the turn
 */
public record TurnLog(SessionTurn turn, EventLog events) {

    /** Returns the partition of {@code chunk-events} that has the events. */
    public int partition() {
        return events.partition().partition();
    }
}
