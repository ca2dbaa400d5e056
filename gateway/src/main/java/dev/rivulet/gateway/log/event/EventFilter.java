package dev.rivulet.gateway.log.event;

import java.util.Optional;

/**
 * Decides which records of the log a reader is shown, and as which events. Stateful: each record must be passed to it
 * once, in the order of the log.
 *
 * @param <E> the kind of event that the reader is shown
 */
public interface EventFilter<E extends ShownEvent> {

    /** Returns the event that the record is shown as; empty if it is not shown. */
    Optional<E> admit(ChunkRecord next);

    /** Returns whether no further record will be shown. */
    boolean ended();
}
