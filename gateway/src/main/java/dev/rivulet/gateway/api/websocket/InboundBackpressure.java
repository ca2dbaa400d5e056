package dev.rivulet.gateway.api.websocket;

import io.vertx.core.http.ServerWebSocket;

/**
 * Takes no more frames from a client that has too many requests under way, or does not read the answers while it goes on
 * sending. Belongs to its loop.
 */
final class InboundBackpressure {

    private static final int MAX_UNDER_WAY = 64;

    private final ServerWebSocket socket;
    private int underWay;
    private int unread;
    private boolean paused;

    InboundBackpressure(ServerWebSocket socket) {
        this.socket = socket;
    }

    /** A frame came, of whatever kind: pings are answered too. */
    void frame() {
        unread = !socket.isClosed() && socket.writeQueueFull() ? unread + 1 : 0;
        decide();
    }

    /** The socket has taken what waited in front of it. */
    void drained() {
        unread = 0;
        decide();
    }

    /** A request waits for something. */
    void began() {
        underWay++;
        decide();
    }

    void finished() {
        underWay--;
        decide();
    }

    private void decide() {
        boolean tooMany = underWay >= MAX_UNDER_WAY || unread >= MAX_UNDER_WAY;
        if (tooMany && !paused) {
            socket.pause();
        } else if (!tooMany && paused) {
            socket.resume();
        }
        paused = tooMany;
    }
}
