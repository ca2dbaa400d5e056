package dev.rivulet.schemas.event;

/**
 * What a reader of a turn sees: the records of the topic {@code chunk-events}, keyed by session. The value is only the
 * event's data, as it stands in an SSE frame; turn, type, attempt and owner are in the {@link ChunkHeaders}, so a relay
 * need not parse the value.
 */
public sealed interface ChunkEvent permits Started, Delta, ChunkEvent.Terminal {

    /** 1 for the first execution of the turn; 0 for a turn that ended before any. */
    int attempt();

    /** The last event of a turn. Only the coordinator publishes it. */
    sealed interface Terminal extends ChunkEvent permits Done, Failed {

        /** The seq after the attempt's last delta: how many deltas there were. */
        long seq();

        /** Length of the attempt's text in UTF-16 code units. */
        long length();
    }
}
