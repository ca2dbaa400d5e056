package dev.rivulet.gateway.whole;

import dev.rivulet.gateway.turn.TurnFold;

/** What is said to a client that waits for a turn to end. One of these happens, unless the request fails. */
public interface Reply {

    /** The turn has ended. */
    void ended(TurnFold turn);

    /** The client has waited as long as it wanted to. */
    void timeIsUp(TurnFold soFar);

    /** The process stops. */
    void stopped(TurnFold soFar);

    /** The client is gone. */
    default void left() {}
}
