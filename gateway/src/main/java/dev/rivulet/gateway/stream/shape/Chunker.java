package dev.rivulet.gateway.stream.shape;

import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.schemas.event.Delta;
import java.util.function.Consumer;

/** Joins and splits the deltas of an attempt into other events. Holds the state of one stream; does no I/O. */
sealed interface Chunker permits TextChunker, ItemChunker {

    /** Drops the pending text. The next delta follows the record at the offset. */
    void restart(long offset);

    /**
     * Another attempt continues the text. What is pending stays, or is passed on as events.
     *
     * @param offset of the attempt's start; the next delta follows it
     */
    void continueAfter(long offset, Consumer<TurnEvent> consumer);

    /** @param offset the delta's offset in the log */
    void add(long offset, Delta delta);

    /** Returns whether there is something that is ready to be shown. */
    boolean isReady();

    /** Returns about how much memory the text that was not shown yet takes, in bytes. */
    int held();

    /** Removes what is ready to be shown, and passes it on as events. */
    void takeReady(Consumer<TurnEvent> consumer);

    /** Removes all pending text, and passes it on as events. Called at the end of the text. */
    void takeRest(Consumer<TurnEvent> consumer);

    /** Returns whether the reader has seen some of the next delta's text. */
    boolean expectsSeenText();
}
