package dev.rivulet.schemas.command;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * A worker that is about to stop never began an attempt it had claimed: nothing was shown, and the turn can start elsewhere.
 * Written by workers for workers.
 */
public record AttemptGivenUp(SessionId sessionId, TurnId turnId, int attempt, String owner) implements TurnCommand {

    public AttemptGivenUp {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(turnId, "turnId");
        Objects.requireNonNull(owner, "owner");
    }
}
