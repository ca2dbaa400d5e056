package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.problem.ProblemException;

/**
 * Takes the events that a {@link LogSubscriber} shows. Called on the reader's loop.
 *
 * @param <E> the kind of event
 */
public interface EventSink<E extends ShownEvent> {

    /**
     * Takes the next event. It need not be sent before {@link #flush()}, so that several become one write.
     *
     * @return whether more events may follow. False only for a {@code started} or the end of a turn; nothing follows an
     *     end in any case
     */
    boolean event(E event);

    /** Sends the events since the last call. */
    void flush();

    /**
     * Returns whether as many bytes wait for the reader as may. It calls {@link LogSubscriber#drained()} when it has
     * caught up.
     */
    boolean full();

    /**
     * All events that are in the log were shown, and the reader is not full: events are shown as they happen from now on.
     * Called again when a reader that was full has caught up.
     */
    default void caughtUp() {}

    /** No event follows, for whatever reason. Frees what is held, timers too. */
    default void release() {}

    /** All events were shown. No other method is called after this. */
    void end();

    /** The stream cannot go on, though the turn may. No other method is called after this. */
    void fail(ProblemException problem);
}
