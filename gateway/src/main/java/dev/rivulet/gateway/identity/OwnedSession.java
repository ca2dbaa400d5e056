package dev.rivulet.gateway.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;

/**
 * A session as the client that asks for it may name it. Made by {@link Principal#session} alone, so that whoever has
 * one may use it: what reads and publishes accepts nothing else.
 */
public final class OwnedSession {

    private final SessionId key;
    private final String name;
    private final RequestedBy requestedBy;

    /** @param requestedBy who names it; null where callers are not authenticated */
    OwnedSession(SessionId key, String name, RequestedBy requestedBy) {
        this.key = key;
        this.name = name;
        this.requestedBy = requestedBy;
    }

    /** Returns the id in Kafka, with the owner. Clients are never sent it. */
    public SessionId key() {
        return key;
    }

    /** Returns the id that clients use: 1 to 128 characters that need no escapes in JSON, headers and URLs. */
    @JsonValue
    public String name() {
        return name;
    }

    /** Returns who names it, for the commands about it; null where callers are not authenticated. */
    public RequestedBy requestedBy() {
        return requestedBy;
    }

    /** Returns what a turn of the session is called in Kafka. */
    public SessionTurn turn(TurnId id) {
        return new SessionTurn(key, id);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OwnedSession session && key.equals(session.key) && name.equals(session.name);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** Returns the id that clients use. */
    @Override
    public String toString() {
        return name;
    }
}
