package dev.rivulet.schemas.command;

import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * A client cancels a turn. Idempotent, and valid in every state of the turn, also before its prompt arrives.
 *
 * @param requestedBy null when the caller was not authenticated, and in records of earlier versions
 */
public record CancelRequested(SessionId sessionId, TurnId turnId, RequestedBy requestedBy) implements TurnCommand {

    public CancelRequested {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(turnId, "turnId");
    }

    /** Of a caller that is not authenticated. */
    public CancelRequested(SessionId sessionId, TurnId turnId) {
        this(sessionId, turnId, null);
    }
}
