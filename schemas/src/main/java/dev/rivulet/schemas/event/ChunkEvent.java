package dev.rivulet.schemas.event;

import dev.rivulet.schemas.TurnId;

/**
 * What readers see: the records of the topic {@code chunk-events}, keyed by session. The value is only the event's data, as
 * it stands in an SSE frame; turn, type, attempt and owner are in the {@link ChunkHeaders}, so a relay need not parse the
 * value.
 */
public sealed interface ChunkEvent permits Started, Delta, ChunkEvent.Terminal, ChunkEvent.OfSession {

    /** 1 for the first execution of the turn; 0 for a turn that ended before any, and where there is no turn. */
    int attempt();

    /** The last event of a turn. Only the coordinator publishes it. */
    sealed interface Terminal extends ChunkEvent permits Done, TurnError {

        /** The seq after the attempt's last delta: how many deltas there were. */
        long seq();

        /** Length of the attempt's text in UTF-16 code units. */
        long length();
    }

    /** What those see who follow a session, and the readers of one turn do not. Only the coordinator publishes it. */
    sealed interface OfSession extends ChunkEvent permits Queued, TurnPrompt, Forgotten {

        @Override
        default int attempt() {
            return 0;
        }

        /** What the header {@link ChunkHeaders#TURN} says: the turn, or the request. */
        TurnId about();

        /** The same without what users wrote, where that is more than a record may have. */
        OfSession withoutText();
    }
}
