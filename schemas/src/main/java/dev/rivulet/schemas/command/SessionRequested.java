package dev.rivulet.schemas.command;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * A client asks for the state of a session. The coordinator replies with a {@link
 * dev.rivulet.schemas.event.SessionState} for the request.
 */
public record SessionRequested(SessionId sessionId, TurnId requestId) implements SessionCommand {

    public SessionRequested {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(requestId, "requestId");
    }
}
