package dev.rivulet.gateway.log.tail;

import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.loop.EventLoop;

/** The live end of {@code chunk-events}. Thread-safe. */
public interface LiveTail {

    /** Returns the offset of the next record that the tail will deliver. */
    long position(int partition);

    /** Returns the last loss of records at a partition's end, as far as the tail has noticed. */
    Truncation truncation(int partition);

    /**
     * Attaches a listener, which gets every selected record from {@link Attachment#position()} on, and none before it.
     * Must be called on the loop, so that the listener is not called before this method returns.
     *
     * @param loop the loop to call the listener on
     * @throws IllegalStateException if the partition is not read, or its position is not known yet
     */
    Attachment attach(int partition, Selection selection, EventLoop loop, TailListener listener);

    /** A listener that is attached. */
    interface Attachment {

        /** Returns the offset from which the listener gets every selected record. */
        long position();

        /** Stops all calls to the listener. Must be called on its loop. Has no effect when called again. */
        void detach();
    }
}
