package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.event.ShownEvent;
import dev.rivulet.gateway.problem.ProblemException;

/**
 * Takes the events that a {@link LogSubscriber} shows. Called on the reader's loop.
 *
 * @param <E> the type of event
 */
public interface EventSink<E extends ShownEvent> {

    /**
     * Takes the next event. It may be buffered until {@link #flush()}, so that several events become one write.
     *
     * @return whether more events may follow. False only after a {@code started} or the end of a turn; after the end no
     *     event follows in any case
     */
    boolean event(E event);

    /** Sends the events that are buffered. */
    void flush();

    /**
     * Returns whether the reader's buffer is full. When the reader has taken enough of it, {@link
     * LogSubscriber#drained()} must be called.
     */
    boolean full();

    /**
     * Called when all events of the log were shown and the reader is not full: later events are shown when they happen.
     * Called again each time that a full reader has caught up.
     */
    default void caughtUp() {}

    /** Frees resources such as timers: no event follows. */
    default void release() {}

    /** Ends the stream: all events were shown. No other method is called afterwards. */
    void end();

    /** Ends the stream because it cannot continue. Its turn may continue. No other method is called afterwards. */
    void fail(ProblemException problem);
}
