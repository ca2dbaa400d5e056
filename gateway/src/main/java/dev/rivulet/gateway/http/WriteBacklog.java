package dev.rivulet.gateway.http;

import io.vertx.core.Future;

/**
 * Counts the bytes that wait to be sent on one connection. Must be used on the connection's loop. Vert.x itself does
 * not count bytes: it reports a connection as full when 16 writes wait, however large they are.
 */
public final class WriteBacklog {

    /**
     * The limit for a connection's write queue in Netty, in bytes. Netty copies what it queues into direct memory;
     * writes beyond this limit wait in front of that queue, without a copy.
     */
    public static final int SOCKET_QUEUE_BYTES = 16 << 10;
    /** The approximate memory of a waiting write besides its data, in bytes. */
    private static final int WRITE_OVERHEAD = 512;

    private final int max;
    private final Runnable onDrain;
    private int waiting; // bytes that are not sent yet
    private boolean full; // from when max was reached until half of it is sent

    /**
     * @param max how many bytes may wait
     * @param onDrain called when a connection that {@link #isFull() was full} has at most half of {@code max} waiting
     */
    public WriteBacklog(int max, Runnable onDrain) {
        this.max = max;
        this.onDrain = onDrain;
    }

    /** Adds a write. */
    public void add(int bytes, Future<Void> sent) {
        int size = bytes + WRITE_OVERHEAD;
        waiting += size;
        sent.onSuccess(nothing -> onSent(size));
    }

    /** Returns whether the maximum is reached, or was reached and more than half of it still waits. */
    public boolean isFull() {
        full |= waiting >= max;
        return full;
    }

    private void onSent(int size) {
        waiting -= size;
        if (full && waiting <= max / 2) {
            full = false;
            onDrain.run();
        }
    }
}
