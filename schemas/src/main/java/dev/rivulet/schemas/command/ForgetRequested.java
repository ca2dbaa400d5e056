package dev.rivulet.schemas.command;

import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * A client has a session forgotten: its turns are cancelled, its conversation and its idempotency keys are deleted.
 *
 * @param requestedBy null when the caller was not authenticated, and in records of earlier versions
 */
public record ForgetRequested(SessionId sessionId, TurnId requestId,
        RequestedBy requestedBy) implements SessionCommand {

    public ForgetRequested {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(requestId, "requestId");
    }

    /** Of a caller that is not authenticated. */
    public ForgetRequested(SessionId sessionId, TurnId requestId) {
        this(sessionId, requestId, null);
    }
}
