package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.problem.ProblemException;

/**
 * Sends a reader's events to its client. Called on the reader's loop. After {@link #open} has returned true, exactly
 * one of {@link #end}, {@link #fail}, {@link #left}, {@link #lost} and {@link #stop} is called, and no method after it.
 *
 * @param <E> the type of event
 */
public interface ReaderTransport<E extends ShownEvent> {

    /**
     * Opens the response.
     *
     * @param reader must be told when the client leaves, is lost, or has taken enough of a full buffer
     * @return false if the client is gone already; no other method is called then
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

    /** Ends the response: all events were shown. */
    void end();

    /** Ends the response because the stream cannot continue. Its turn may continue. */
    void fail(ProblemException problem);

    /** The client has stopped reading; its connection stays open. */
    default void left() {}

    /** The client's connection is lost. */
    default void lost() {}

    /** Ends the response because the process stops. A client whose stream is resumable continues at another gateway. */
    void stop();

    /** Returns who reads. */
    Caller caller();

    /** Returns what the reader is served with, for the metrics. */
    StreamKind kind();

    /** Returns whether a client that lost its connection can resume the stream. */
    default boolean isResumable() {
        return true;
    }
}
