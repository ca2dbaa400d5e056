package dev.rivulet.gateway.log.event;

import java.util.Optional;

/**
 * Decides which records of the log a reader is shown, and as what. It is asked about each record once, in the order of the
 * log.
 *
 * @param <E> what the reader is shown
 */
public interface EventFilter<E extends ShownEvent> {

    /** Returns the record as it is to be shown; empty if it is not. */
    Optional<E> admit(ChunkRecord next);

    /** Returns whether nothing more will be shown. */
    boolean ended();
}
