package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.ShownEvent;
import java.util.function.Consumer;

/** Makes other events of an attempt's deltas. Pure; has the state of one stream. */
sealed interface Chunker permits TextChunker, ItemChunker {

    /** The text that follows begins behind the record at the offset; what waits is dropped. */
    void restart(long offset);

    void add(ShownEvent delta);

    /** How much may be shown, in UTF-16 code units; 0 when nothing may. */
    int ready();

    /** Gives what may be shown. */
    void takeReady(Consumer<ShownEvent> taker);

    /** Gives everything: the text has ended. */
    void takeRest(Consumer<ShownEvent> taker);

    /** Whether the next delta still has text that was seen. */
    boolean isBehind();
}
