package dev.rivulet.gateway.stream.collect;

import dev.rivulet.gateway.log.event.TurnAccumulator;

/** Replies to a client that waits for a turn to end. Exactly one method is called, unless the request fails. */
public interface TurnReply {

    /** Replies with a turn that has ended. */
    void ended(TurnAccumulator turn);

    /** Replies with a turn that continues: the client's wait is over, or the process stops. */
    void unfinished(TurnAccumulator soFar);

    /** Replies with a turn that continues, and whose text has no room in this process. */
    default void crowdedOut(TurnAccumulator soFar) {
        unfinished(soFar);
    }

    /** Returns whether a client that lost its connection can request the turn again. */
    default boolean isResumable() {
        return true;
    }
}
