package dev.rivulet.gateway.stream.collect;

import dev.rivulet.gateway.log.event.TurnAccumulator;

/** Answers a client that waits for a turn to end. Exactly one method is called, unless the request fails. */
public interface TurnReply {

    /** The turn has ended. */
    void ended(TurnAccumulator turn);

    /** The turn goes on, but the client has waited as long as it wanted to, or the process stops. */
    void cutShort(TurnAccumulator soFar);

    /** Returns whether a client that lost its connection can ask for the turn again. */
    default boolean isResumable() {
        return true;
    }
}
