package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.EventType;

/**
 * One event as it lies in the log, and as readers are shown it who want it as it is.
 *
 * @param offset its place in the partition
 * @param turn what it is about, see {@link ChunkHeaders}
 * @param value the event's data: one line of JSON in UTF-8. Shared by all readers; nobody changes it
 */
public record ChunkRecord(long offset, TurnId turn, EventType type, int attempt, byte[] value) implements ShownEvent {

    public ChunkRecord(long offset, ChunkHeaders headers, byte[] value) {
        this(offset, headers.turn(), headers.type(), headers.attempt(), value);
    }

    @Override
    public ShownType shownType() {
        return ShownType.of(type);
    }
}
