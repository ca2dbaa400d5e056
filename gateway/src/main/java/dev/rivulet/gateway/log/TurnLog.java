package dev.rivulet.gateway.log;

import dev.rivulet.schemas.TurnId;

/**
 * The events of one turn. {@link KafkaAccess} makes it.
 *
 * @param events must select the turn
 */
public record TurnLog(TurnId turn, EventLog events) {

    /** The partition of {@code chunk-events} that they are in. */
    public int partition() {
        return events.partition().partition();
    }
}
