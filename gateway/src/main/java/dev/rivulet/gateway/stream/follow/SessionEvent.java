package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.event.SessionRecord;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.schemas.TurnId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** An event as a follower of a session sees it. */
public sealed interface SessionEvent extends ShownEvent {

    /** The turn it is about; null if it is about the session as a whole. */
    TurnId turn();

    /** Where the follower is after it. */
    SessionPosition position();

    /** Whether a follower that has seen it can go on from there: not before the last of the events that begin a stream. */
    boolean complete();

    /** Returns the same event, with others to come that belong to it. */
    SessionEvent incomplete();

    @Override
    default int attempt() {
        return position().attempt();
    }

    @Override
    default long offset() {
        return position().offset();
    }

    /**
     * An event of one of the session's turns.
     *
     * @param event as the turn's own readers see it
     * @param value the event's data with {@code turnId} as the first member
     */
    record OfTurn(TurnId turn, TurnEvent event, byte[] value, SessionPosition position, boolean complete)
            implements
                SessionEvent {

        static OfTurn of(TurnId turn, TurnEvent event, SessionPosition position) {
            byte[] data = event.value();
            byte[] prefix = ("{\"turnId\":\"" + turn + "\",").getBytes(StandardCharsets.US_ASCII);
            // Put after the brace of a JSON object that has one member at least; the rest is not parsed.
            byte[] value = ByteBuffer.allocate(prefix.length + data.length - 1).put(prefix)
                    .put(data, 1, data.length - 1).array();
            return new OfTurn(turn, event, value, position, true);
        }

        /** Makes the event of text that a shaper made. */
        static OfTurn ofText(TurnId turn, TurnEvent text) {
            return of(turn, text, new SessionPosition(turn, text.attempt(), text.offset(), text.charsBeyond()));
        }

        @Override
        public ShownType shownType() {
            return event.shownType();
        }

        @Override
        public OfTurn incomplete() {
            return new OfTurn(turn, event, value, position, false);
        }

        /** Leaves out what users and models wrote: safe for logs. */
        @Override
        public String toString() {
            return "OfTurn[type=" + shownType() + ", turn=" + turn + ", position=" + position + "]";
        }
    }

    /** An event that the readers of a single turn do not see. */
    record OfSession(ShownType shownType, TurnId turn, byte[] value, SessionPosition position, boolean complete)
            implements
                SessionEvent {

        static OfSession of(SessionRecord record, SessionPosition position) {
            TurnId turn = switch (record) {
                case SessionRecord.Queued queued -> queued.turn();
                case SessionRecord.Prompt prompt -> prompt.turn();
                case SessionRecord.Forgotten forgotten -> null;
            };
            return new OfSession(record.shownType(), turn, record.value(), position, true);
        }

        @Override
        public OfSession incomplete() {
            return new OfSession(shownType, turn, value, position, false);
        }

        /** Leaves out what users wrote: safe for logs. */
        @Override
        public String toString() {
            return "OfSession[type=" + shownType + ", turn=" + turn + ", position=" + position + "]";
        }
    }
}
