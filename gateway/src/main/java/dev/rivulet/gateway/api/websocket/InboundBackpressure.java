package dev.rivulet.gateway.api.websocket;

import io.vertx.core.http.ServerWebSocket;

/**
 * Stops receiving frames from a client that has too many requests in progress, or that goes on sending without reading
 * the responses. Belongs to its loop.
 */
final class InboundBackpressure {

    private static final int MAX = 64;

    private final ServerWebSocket socket;
    private int requests; // in progress
    private int framesWhileFull; // received since the socket's write queue is full
    private boolean paused;

    InboundBackpressure(ServerWebSocket socket) {
        this.socket = socket;
    }

    /** A frame was received, of any type: pings are answered too. */
    void frameReceived() {
        framesWhileFull = !socket.isClosed() && socket.writeQueueFull() ? framesWhileFull + 1 : 0;
        pauseOrResume();
    }

    /** The socket's write queue has room again. */
    void drained() {
        framesWhileFull = 0;
        pauseOrResume();
    }

    void requestBegan() {
        requests++;
        pauseOrResume();
    }

    void requestEnded() {
        requests--;
        pauseOrResume();
    }

    private void pauseOrResume() {
        boolean tooMany = requests >= MAX || framesWhileFull >= MAX;
        if (tooMany && !paused) {
            socket.pause();
        } else if (!tooMany && paused) {
            socket.resume();
        }
        paused = tooMany;
    }
}
