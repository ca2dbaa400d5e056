package dev.rivulet.gateway.stream.collect;

import dev.rivulet.gateway.log.event.TurnAccumulator;

/** What is said to a client that waits for a turn to end. One of these happens, unless the request fails. */
public interface Reply {

    /** The turn has ended. */
    void ended(TurnAccumulator turn);

    /** The turn goes on, but the client has waited as long as it wanted to, or the process stops. */
    void cutShort(TurnAccumulator soFar);

    /** The client is gone. */
    default void left() {}
}
