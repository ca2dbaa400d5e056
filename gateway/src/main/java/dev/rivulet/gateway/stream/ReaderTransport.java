package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.problem.ProblemException;

/**
 * Brings a reader's events to its client. Called on the reader's loop. After {@link #open} returned true, exactly one of
 * {@link #end}, {@link #fail}, {@link #left}, {@link #lost} and {@link #stop} is called, and nothing after it.
 *
 * @param <E> the kind of event
 */
public interface ReaderTransport<E extends ShownEvent> {

    /**
     * Opens the response.
     *
     * @param reader to be told when the client leaves or is lost, or has taken what waited
     * @return false if the client is gone already; then no other method is called
     */
    boolean open(Reader reader);

    /** See {@link EventSink#event}. */
    boolean event(E event);

    /** See {@link EventSink#flush}. */
    void flush();

    /** See {@link EventSink#full}. */
    boolean full();

    /** See {@link EventSink#caughtUp}. */
    default void caughtUp() {}

    /** All events were shown. */
    void end();

    /** The stream cannot go on, though the turn may. */
    void fail(ProblemException problem);

    /** The client reads no longer, but its connection stands. */
    default void left() {}

    /** The client's connection is lost. */
    default void lost() {}

    /** The process stops; the client can go on at another gateway if it is resumable. */
    void stop();

    /** Returns whether a client that lost its connection can come back for the rest. */
    default boolean isResumable() {
        return true;
    }
}
