package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.WriteBacklog;
import dev.rivulet.gateway.loop.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;

/** One WebSocket: its write buffer, pings, inbound backpressure and close handshake. Belongs to its loop. */
final class SocketConnection {

    private final ServerWebSocket socket;
    private Listener listener;
    private final EventLoop loop;
    private final HttpConfig config;
    private final SocketPipeline pipeline;
    private final ClosingHandshake handshake;
    private final WriteBacklog backlog;
    private final InboundBackpressure inbound;
    private final PingTimeout pingTimeout;
    private final EventLoop.Timer pings;
    private boolean ended;

    /** Opens the connection. {@link #listen} must follow before the loop goes on. */
    SocketConnection(ServerWebSocket socket, SocketPipeline pipeline, EventLoop loop, HttpConfig config) {
        this.socket = socket;
        this.loop = loop;
        this.config = config;
        this.pipeline = pipeline;
        this.backlog = new WriteBacklog(config.maxStreamBuffer(), () -> listener.drained());
        this.inbound = new InboundBackpressure(socket);
        this.pingTimeout = new PingTimeout(config.pongTimeout());
        this.pings = loop.every(config.keepAliveInterval(), this::ping);
        this.handshake = pipeline.prepare(config.maxBody(), this::endAndCutLater);
        socket.setWriteQueueMaxSize(WriteBacklog.SOCKET_QUEUE_BYTES);
        socket.frameHandler(this::onFrame).textMessageHandler(this::onText);
        socket.drainHandler(nothing -> inbound.drained()).closeHandler(nothing -> end());
        // Without this handler, Vert.x would begin its own closing handshake when the server stops.
        socket.shutdownHandler(nothing -> {});
    }

    /** Has a listener called from now on, in place of another. */
    void listen(Listener next) {
        listener = next;
    }

    /** Sends a text frame. Has no effect if the connection has ended. */
    void send(String frame) {
        if (!ended) {
            backlog.add(frame.length(), socket.writeTextMessage(frame));
        }
    }

    /** Returns whether the write buffer is full; see {@link WriteBacklog#isFull()}. */
    boolean isFull() {
        return backlog.isFull();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Returns the bound on the requests in progress. */
    InboundBackpressure inbound() {
        return inbound;
    }

    /**
     * Starts the close handshake after the frames that are buffered. If the client does not complete it within the
     * shutdown timeout, the connection is cut.
     */
    void close(CloseReason reason) {
        if (!ended) {
            handshake.begin(reason.code(), reason.text());
            endAndCutLater();
        }
    }

    private void onFrame(WebSocketFrame frame) {
        pingTimeout.onFrame();
        if (frame.isBinary()) {
            close(CloseReason.NOT_TEXT);
        }
        inbound.frameReceived();
    }

    private void onText(String text) {
        if (!ended) {
            listener.text(text);
        }
    }

    private void ping() {
        // A client that does not read would not see the ping.
        if (isFull()) {
            return;
        }
        if (pingTimeout.onPing(System.nanoTime())) {
            backlog.add(0, socket.writePing(Buffer.buffer()));
        } else {
            close(CloseReason.NO_PONG);
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            pings.cancel();
            listener.closed();
        }
    }

    private void endAndCutLater() {
        end();
        loop.after(config.shutdownTimeout(), pipeline::cut);
    }

    /** Takes the events of a connection. Called on the loop. */
    interface Listener {

        /** A text message was received. */
        void text(String text);

        /** Half of a full write buffer was sent. */
        void drained();

        /** The connection has ended; nothing can be sent any more. Called once. */
        void closed();
    }
}
