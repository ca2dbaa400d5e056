package dev.rivulet.schemas.command;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * A client asks for the state of a session. The coordinator replies with a {@link
 * dev.rivulet.schemas.event.SessionState} for the request.
 *
 * @param brief true: the reply need not have any text; null: it has all. Workers of earlier versions reply with all
 * @param turns which ended turns the reply names; the text of these is in the log, so the reply has no conversation.
 *     Null: none
 */
public record SessionRequested(SessionId sessionId, TurnId requestId, Boolean brief, TurnPage turns)
        implements
            SessionCommand {

    public SessionRequested {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(requestId, "requestId");
    }

    public SessionRequested(SessionId sessionId, TurnId requestId) {
        this(sessionId, requestId, null, null);
    }

    /** Returns whether the reply need not have any text. */
    public boolean wantsNoText() {
        return Boolean.TRUE.equals(brief);
    }
}
