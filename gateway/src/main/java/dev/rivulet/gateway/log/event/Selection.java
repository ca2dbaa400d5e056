package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;

/** Which events of a partition a reader wants. */
public sealed interface Selection {

    /** Those of one turn: its own, not those for followers of its session. */
    record OfTurn(TurnId turn) implements Selection {}

    /** All of one session. */
    record OfSession(SessionId session) implements Selection {}
}
