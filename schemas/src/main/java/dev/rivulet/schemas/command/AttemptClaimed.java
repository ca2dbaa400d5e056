package dev.rivulet.schemas.command;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * A worker wants to run an attempt of a turn, and may begin when it reads this back: of all claims to an attempt, the first
 * in the log counts. Written by workers for workers.
 *
 * @param attempt from 1
 * @param owner the worker that claims it
 * @param term what tells this claim from those that the same worker made before the session's partition came back to it
 */
public record AttemptClaimed(SessionId sessionId, TurnId turnId, int attempt, String owner, String term)
        implements
            TurnCommand {

    public AttemptClaimed {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(turnId, "turnId");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(term, "term");
    }
}
