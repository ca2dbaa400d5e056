package dev.rivulet.schemas.command;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import java.util.Objects;

/**
 * A worker gives up an attempt that it was to execute: it stops, or has no room while another has, or never got the
 * job. If it had not begun, it published nothing, and the turn can start in another worker. Written and read by
 * workers.
 *
 * @param begun true if the attempt had begun, and ended without a result; otherwise null
 */
public record AttemptGivenUp(SessionId sessionId, TurnId turnId, int attempt, String owner, Boolean begun)
        implements
            TurnCommand {

    public AttemptGivenUp {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(turnId, "turnId");
        Objects.requireNonNull(owner, "owner");
    }

    /** An attempt that had not begun. */
    public AttemptGivenUp(SessionId sessionId, TurnId turnId, int attempt, String owner) {
        this(sessionId, turnId, attempt, owner, null);
    }

    /** Not a getter: JSON would take it for a field. */
    public boolean hadBegun() {
        return Boolean.TRUE.equals(begun);
    }
}
