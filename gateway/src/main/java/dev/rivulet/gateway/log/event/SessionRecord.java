package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.TurnId;

/** A record for those who follow the session; readers of one turn are not shown it. */
public sealed interface SessionRecord extends ChunkRecord {

    ShownType shownType();

    /** A turn waits. */
    record Queued(long offset, TurnId turn, byte[] value) implements SessionRecord {

        @Override
        public ShownType shownType() {
            return ShownType.QUEUED;
        }
    }

    /** A turn becomes the session's current one. */
    record Prompt(long offset, TurnId turn, byte[] value) implements SessionRecord {

        @Override
        public ShownType shownType() {
            return ShownType.PROMPT;
        }
    }

    /**
     * The session's conversation was dropped.
     *
     * @param turn the id of the request, which is about no turn
     */
    record Forgotten(long offset, TurnId turn, byte[] value) implements SessionRecord {

        @Override
        public ShownType shownType() {
            return ShownType.FORGOTTEN;
        }
    }
}
