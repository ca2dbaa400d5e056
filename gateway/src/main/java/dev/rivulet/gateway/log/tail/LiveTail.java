package dev.rivulet.gateway.log.tail;

import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.loop.EventLoop;
import java.util.concurrent.CompletableFuture;

/**
 * The live end of {@code chunk-events}. A partition is certain to be read only while there is a {@link Lease} of it.
 * Thread-safe.
 */
public interface LiveTail {

    /** Has a partition read, and keeps it being read until the lease is closed. */
    Lease lease(int partition);

    /**
     * Returns the offset of the next record that the tail will deliver.
     *
     * @throws IllegalStateException if the partition is not read, or its position is not known yet
     */
    long position(int partition);

    /** Returns the last loss of records at a partition's end, as far as the tail has noticed. */
    Truncation truncation(int partition);

    /**
     * Attaches a listener, which gets every selected record from {@link Attachment#position()} on, and none before it.
     * Must be called on the loop, so that the listener is not called before this method returns. It must be detached
     * before the partition's lease is closed.
     *
     * @param loop the loop to call the listener on
     * @throws IllegalStateException if the partition is not read, or its position is not known yet
     */
    Attachment attach(int partition, Selection selection, EventLoop loop, TailListener listener);

    /** Keeps a partition being read. Thread-safe. */
    interface Lease extends AutoCloseable {

        /**
         * Returns a future that completes when the partition has a position, which it then has until the lease is
         * closed. It is complete already if the partition was read before; otherwise it completes on the tail's thread,
         * which must not be blocked. The caller may complete or cancel it.
         */
        CompletableFuture<Void> ready();

        /** Has no effect when called again. */
        @Override
        void close();
    }

    /** A listener that is attached. */
    interface Attachment {

        /** Returns the offset from which the listener gets every selected record. */
        long position();

        /** Stops all calls to the listener. Must be called on its loop. Has no effect when called again. */
        void detach();
    }
}
