package dev.rivulet.gateway.http;

import io.vertx.core.Future;

/**
 * What waits to be sent on one connection, in bytes; belongs to its loop. Vert.x calls a connection full when 16 writes
 * wait behind what the socket did not take, however large they are.
 */
public final class WriteBacklog {

    /** What waits at the socket is copied out of the heap and cut into parts; more than this waits in front of it, as it is. */
    public static final int AT_THE_SOCKET = 16 << 10;
    /** What a write that waits takes beside its bytes, about. */
    private static final int WRITE_OVERHEAD = 512;

    private final int max;
    private final Runnable onDrain;
    private int waiting; // bytes that are not sent yet
    private boolean full; // was said to be, and has not caught up since

    /**
     * @param max bytes that may wait
     * @param onDrain a connection that {@link #isFull() was full} has taken half of what may wait
     */
    public WriteBacklog(int max, Runnable onDrain) {
        this.max = max;
        this.onDrain = onDrain;
    }

    /** Something was given to the connection. */
    public void add(int bytes, Future<Void> sent) {
        int size = bytes + WRITE_OVERHEAD;
        waiting += size;
        sent.onSuccess(nothing -> sent(size));
    }

    /** Whether as much waits as may, or did, and half of it is not taken yet. */
    public boolean isFull() {
        full |= waiting >= max;
        return full;
    }

    private void sent(int size) {
        waiting -= size;
        if (full && waiting <= max / 2) {
            full = false;
            onDrain.run();
        }
    }
}
