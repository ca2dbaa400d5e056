package dev.rivulet.schemas.command;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * A client has a session forgotten: its turns are cancelled, its conversation and its idempotency keys are deleted.
 */
public record ForgetRequested(SessionId sessionId, TurnId requestId) implements SessionCommand {

    public ForgetRequested {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(requestId, "requestId");
    }
}
