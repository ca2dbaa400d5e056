package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.schemas.TurnId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An event as a follower of a session sees it.
 *
 * @param turn whose event it is; null for one about the session as a whole
 * @param value the data of the turn's own stream with {@code turnId} in front
 * @param place where the follower is after it
 * @param complete whether a follower that has seen it can go on from there; not in the middle of what a late one is told
 */
public record SessionEvent(ShownType shownType, TurnId turn, byte[] value, SessionPosition place, boolean complete)
        implements
            ShownEvent {

    static SessionEvent of(ChunkRecord chunk, SessionPosition place) {
        return switch (chunk.type()) {
            case STARTED, DELTA, DONE, ERROR -> ofTurn(chunk.shownType(), chunk.turn(), chunk.value(), place);
            // The coordinator writes them for followers, with the turn.
            case QUEUED, PROMPT -> new SessionEvent(chunk.shownType(), chunk.turn(), chunk.value(), place, true);
            case FORGOTTEN -> new SessionEvent(chunk.shownType(), null, chunk.value(), place, true);
        };
    }

    /** @param data that of the turn's own stream: a JSON object with one member at least */
    static SessionEvent ofTurn(ShownType type, TurnId turn, byte[] data, SessionPosition place) {
        byte[] prefix = ("{\"turnId\":\"" + turn + "\",").getBytes(StandardCharsets.US_ASCII);
        // Behind its brace, and without a look inside.
        byte[] value = ByteBuffer.allocate(prefix.length + data.length - 1).put(prefix).put(data, 1, data.length - 1)
                .array();
        return new SessionEvent(type, turn, value, place, true);
    }

    /** What a shaper made of a turn's text. */
    static SessionEvent ofText(ShownEvent text, TurnId turn) {
        return ofTurn(text.shownType(), turn, text.value(),
                new SessionPosition(turn, text.attempt(), text.offset(), text.charsBeyond()));
    }

    /** The same, with more to come that belongs to it. */
    SessionEvent incomplete() {
        return new SessionEvent(shownType, turn, value, place, false);
    }

    @Override
    public int attempt() {
        return place.attempt();
    }

    @Override
    public long offset() {
        return place.offset();
    }

    /** Leaves out what users and models wrote: safe for logs. */
    @Override
    public String toString() {
        return "SessionEvent[type=" + shownType + ", turn=" + turn + ", place=" + place + "]";
    }
}
