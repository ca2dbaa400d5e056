package dev.rivulet.gateway.log;

import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.schemas.TurnId;
import org.apache.kafka.common.TopicPartition;

/** The events of one turn. */
public record TurnLog(TurnId turn, EventLog events) {

    public TurnLog {
        if (!events.selection().equals(new Selection.OfTurn(turn))) {
            throw new IllegalArgumentException("these are not the turn's events");
        }
    }

    /** Of {@code chunk-events}. */
    public TopicPartition partition() {
        return events.partition();
    }
}
