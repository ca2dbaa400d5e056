package dev.rivulet.gateway.log.event;

import dev.rivulet.schemas.TurnId;

/** A record that only followers of the session are shown, not the readers of a turn. */
public sealed interface SessionRecord extends ChunkRecord {

    ShownType shownType();

    /** A turn waits until the session's current turn has ended. */
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
     * The session's conversation was deleted.
     *
     * @param turn the id of the request; it names no turn
     */
    record Forgotten(long offset, TurnId turn, byte[] value) implements SessionRecord {

        @Override
        public ShownType shownType() {
            return ShownType.FORGOTTEN;
        }
    }
}
