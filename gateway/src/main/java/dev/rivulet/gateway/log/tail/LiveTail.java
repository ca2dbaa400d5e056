package dev.rivulet.gateway.log.tail;

import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.loop.EventLoop;

/** The live end of {@code chunk-events}. Thread-safe. */
public interface LiveTail {

    /** The offset of the next record to be handed out. */
    long position(int partition);

    /**
     * Attaches a listener. It gets every record from {@link Attachment#position()} on and none before.
     *
     * @param loop where the listener is called; call this method on it, so that nothing arrives before it returns
     */
    Attachment attach(int partition, Selection wanted, EventLoop loop, TailListener listener);

    /** A listener's place at the tail. */
    interface Attachment {

        /** The offset from which the listener gets everything. */
        long position();

        /** Nothing more is handed to the listener. To be called on its loop; twice does nothing. */
        void detach();
    }
}
