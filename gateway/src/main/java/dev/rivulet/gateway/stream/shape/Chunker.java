package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.schemas.event.Delta;
import java.util.function.Consumer;

/** Makes other events of an attempt's deltas. Has the state of one stream, and does no I/O. */
sealed interface Chunker permits TextChunker, ItemChunker {

    /** Drops the text that waits. The text that follows begins after the record at the offset. */
    void restart(long offset);

    /** @param offset the delta's offset in the log */
    void add(long offset, Delta delta);

    /** Returns how much text may be shown, in UTF-16 code units. */
    int ready();

    /** Takes what may be shown. */
    void takeReady(Consumer<TurnEvent> taker);

    /** Takes everything: the text has ended. */
    void takeRest(Consumer<TurnEvent> taker);

    /** Returns whether the next delta has text that the reader has seen. */
    boolean isBehind();
}
