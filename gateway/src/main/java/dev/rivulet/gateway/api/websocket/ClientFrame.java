package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaping;
import dev.rivulet.gateway.submit.IdempotencyKey;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.schemas.TurnId;
import java.util.Optional;

/** A request of a client, parsed and validated. */
sealed interface ClientFrame {

    /** The client's own id of the request, which the responses repeat; null if it sent none. */
    String id();

    /** The session that the request is about; null if it is about none. */
    OwnedSession session();

    /** The turn that the request is about; null if it is about none, or about one that has no id yet. */
    TurnId turn();

    /**
     * Submits a turn and reads its events.
     *
     * @param key identifies a submission that the client may repeat
     */
    record Prompt(String id, OwnedSession session, TurnDraft draft, Optional<IdempotencyKey> key, ReaderOptions options)
            implements
                ClientFrame {

        @Override
        public TurnId turn() {
            return null;
        }
    }

    /** Cancels a turn. */
    record Cancel(String id, OwnedSession session, TurnId turn) implements ClientFrame {}

    /** Reads the events of a turn, from its beginning or after a cursor. */
    record Resume(String id, OwnedSession session, TurnId turn, Optional<Cursor> cursor, ReaderOptions options)
            implements
                ClientFrame {

        /** Returns the request with another cursor in place of its own. */
        Resume at(Cursor other) {
            return new Resume(id, session, turn, Optional.of(other), ReaderOptions.after(other, options.shaping()));
        }
    }

    /**
     * Reads the events of all turns of a session.
     *
     * @param cursor the client's position; takes precedence over {@code fromStart}
     * @param fromStart whether all events that Kafka still holds are read, instead of those from now on
     */
    record Follow(String id, OwnedSession session, Optional<Cursor> cursor, boolean fromStart, Shaping shaping)
            implements
                ClientFrame {

        @Override
        public TurnId turn() {
            return null;
        }
    }

    /**
     * Stops reading a turn or a session. No turn is cancelled by the request itself.
     *
     * @param turn null for the session that is followed
     */
    record Leave(String id, OwnedSession session, TurnId turn) implements ClientFrame {}

    /** Requests a pong. */
    record Ping(String id) implements ClientFrame {

        @Override
        public OwnedSession session() {
            return null;
        }

        @Override
        public TurnId turn() {
            return null;
        }
    }
}
