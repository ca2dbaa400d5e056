package dev.rivulet.schemas.command;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * Someone wants to know the session as it is. The coordinator answers with a {@link
 * dev.rivulet.schemas.event.SessionState} addressed to the request.
 */
public record SessionRequested(SessionId sessionId, TurnId requestId) implements SessionCommand {

    public SessionRequested {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(requestId, "requestId");
    }
}
