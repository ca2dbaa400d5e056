package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaping;
import dev.rivulet.gateway.submit.IdempotencyKey;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Optional;

/** What a client can say, read and checked. */
sealed interface ClientFrame {

    /** The client's own name for the request, which comes back with the answers; null when it gave none. */
    String id();

    /** The session it is about; null when it is about none. */
    SessionId session();

    /** The turn it is about; null when it is about none. */
    TurnId turn();

    /**
     * Asks.
     *
     * @param key what makes it the same as an earlier request
     */
    record Prompt(String id, SessionId session, TurnDraft draft, Optional<IdempotencyKey> key, ReaderOptions options)
            implements
                ClientFrame {

        @Override
        public TurnId turn() {
            return null;
        }
    }

    /** Stops a turn. */
    record Cancel(String id, SessionId session, TurnId turn) implements ClientFrame {}

    /** Reads a turn, from its beginning or behind a cursor. */
    record Resume(String id, SessionId session, TurnId turn, Optional<Cursor> cursor, ReaderOptions options)
            implements
                ClientFrame {}

    /**
     * Reads every turn of a session: from now, from the beginning or from behind a cursor on.
     *
     * @param fromStart from all that Kafka still holds; a cursor goes before
     */
    record Follow(String id, SessionId session, Optional<Cursor> cursor, boolean fromStart, Shaping shaping)
            implements
                ClientFrame {

        @Override
        public TurnId turn() {
            return null;
        }
    }

    /**
     * Reads something no longer; the turn goes on.
     *
     * @param turn null for the session that is followed
     */
    record Leave(String id, SessionId session, TurnId turn) implements ClientFrame {}

    /** Wants to hear something. */
    record Ping(String id) implements ClientFrame {

        @Override
        public SessionId session() {
            return null;
        }

        @Override
        public TurnId turn() {
            return null;
        }
    }
}
