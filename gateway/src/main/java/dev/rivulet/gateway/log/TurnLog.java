package dev.rivulet.gateway.log;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;

/**
 * The events of one turn. Made by {@link KafkaAccess}.
 *
 * @param events must select the turn
 */
public record TurnLog(OwnedSession session, TurnId id, EventLog events) {

    /** Returns what the turn is called in Kafka. */
    public SessionTurn turn() {
        return session.turn(id);
    }

    /** Returns the partition of {@code chunk-events} that has the events. */
    public int partition() {
        return events.partition().partition();
    }

    /** Returns the number by which cursors name the partition. */
    public int cursorPartition() {
        return events.cursorPartition();
    }
}
