package dev.rivulet.schemas.event;

import dev.rivulet.schemas.TurnId;

/**
 * An event for readers: the records of the topic {@code chunk-events}, keyed by session. The value is only the event's
 * data, as it is in an SSE frame; turn, type, attempt and owner are in the {@link ChunkHeaders}, so a gateway need not
 * parse the value.
 */
public sealed interface ChunkEvent permits Started, ChunkEvent.Part, Sealed, ChunkEvent.Terminal, ChunkEvent.OfSession {

    /**
     * Returns 1 for the first execution of the turn; 0 for a turn that ended without one, and for an event of a
     * session.
     */
    int attempt();

    /** A piece of what the model says: of its text, its reasoning, or a tool call. */
    sealed interface Part extends ChunkEvent permits Delta, Reasoning, ToolCall {

        /** Returns 0 for an attempt's first piece, of whatever kind, then 1 more for each. */
        long seq();
    }

    /** The last event of a turn. Only the coordinator publishes it. */
    sealed interface Terminal extends ChunkEvent permits Done, TurnError {

        /**
         * Returns the number of the attempt's {@linkplain Part pieces}, which is the {@code seq} after the last one.
         */
        long seq();

        /** Returns the length of the attempt's text, in UTF-16 code units. */
        long length();
    }

    /**
     * An event for readers who follow a session; readers of one turn do not get it. Only the coordinator publishes it.
     */
    sealed interface OfSession extends ChunkEvent permits Queued, TurnPrompt, Forgotten {

        @Override
        default int attempt() {
            return 0;
        }

        /**
         * Returns what the header {@link ChunkHeaders#TURN} has: the turn, or the request for an event about no turn.
         */
        TurnId about();

        /** Returns the same without the users' text, for a record that would be too large. */
        OfSession withoutText();

        /** Returns the same with a bounded part of the users' text; see {@link TurnInput#atMost}. */
        OfSession atMost(int maxChars);
    }
}
