package dev.rivulet.gateway.whole;

import dev.rivulet.gateway.turn.TurnFold;

/** What is said to a client that waits for a turn to end. One of these happens, unless the request fails. */
public interface Reply {

    /** The turn has ended. */
    void ended(TurnFold turn);

    /** The turn goes on, but the client has waited as long as it wanted to, or the process stops. */
    void cutShort(TurnFold soFar);

    /** The client is gone. */
    default void left() {}
}
