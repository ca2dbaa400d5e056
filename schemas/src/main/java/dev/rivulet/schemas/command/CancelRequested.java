package dev.rivulet.schemas.command;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/** A client cancels a turn. Idempotent, and valid in every state of the turn, also before its prompt arrives. */
public record CancelRequested(SessionId sessionId, TurnId turnId) implements TurnCommand {

    public CancelRequested {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(turnId, "turnId");
    }
}
