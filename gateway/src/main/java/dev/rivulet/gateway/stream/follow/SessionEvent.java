package dev.rivulet.gateway.stream.follow;

import dev.rivulet.gateway.log.event.SessionRecord;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.log.event.ShownType;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Watching;
import dev.rivulet.schemas.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** An event of a session, as its followers are shown it. */
public sealed interface SessionEvent extends ShownEvent {

    /** The turn that the event is about; null if it is about the session as a whole. */
    TurnId turn();

    /** The position of a follower that was shown the event. */
    SessionPosition position();

    /**
     * Whether a follower can continue after the event. False for all but the last of the events that describe the
     * session at the start of a stream, and for the number of its followers.
     */
    boolean complete();

    /** Returns the same event, not {@link #complete()}. */
    SessionEvent incomplete();

    /** Returns the event that says how many readers follow the session. It is in no place of the log. */
    static SessionEvent watching(int readers) {
        return new OfSession(ShownType.WATCHING, null, Json.write(new Watching(readers)), SessionPosition.idle(0),
                false);
    }

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
     * @param event the event as readers of the turn are shown it
     * @param value the event's data with {@code turnId} as the first member
     */
    record OfTurn(TurnId turn, TurnEvent event, byte[] value, SessionPosition position, boolean complete)
            implements
                SessionEvent {

        static OfTurn of(TurnId turn, TurnEvent event, SessionPosition position) {
            byte[] data = event.value();
            byte[] prefix = ("{\"turnId\":\"" + turn + "\",").getBytes(StandardCharsets.US_ASCII);
            // The prefix replaces the opening brace of the data, which has at least one member and is not parsed.
            byte[] value = ByteBuffer.allocate(prefix.length + data.length - 1).put(prefix)
                    .put(data, 1, data.length - 1).array();
            return new OfTurn(turn, event, value, position, true);
        }

        /** Returns the event for text that a shaper has made. */
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

    /** An event that readers of a single turn are not shown. */
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
