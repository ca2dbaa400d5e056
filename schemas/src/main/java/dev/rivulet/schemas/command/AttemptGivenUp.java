package dev.rivulet.schemas.command;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * A worker that is about to stop gives up an attempt that it had claimed and not begun. It published nothing of it; the
 * turn can start in another worker. Written and read by workers.
 */
public record AttemptGivenUp(SessionId sessionId, TurnId turnId, int attempt, String owner) implements TurnCommand {

    public AttemptGivenUp {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(turnId, "turnId");
        Objects.requireNonNull(owner, "owner");
    }
}
