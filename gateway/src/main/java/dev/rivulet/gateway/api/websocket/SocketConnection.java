package dev.rivulet.gateway.api.websocket;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.WriteBacklog;
import dev.rivulet.gateway.loop.EventLoop;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;

/** One WebSocket: what waits on it, whether the other side lives, and how it ends. Belongs to its loop. */
final class SocketConnection {

    private final ServerWebSocket socket;
    private final Listener listener;
    private final EventLoop loop;
    private final HttpConfig config;
    private final SocketPipeline pipeline;
    private final WriteBacklog backlog;
    private final InboundBackpressure inbound;
    private final PingTimeout pingTimeout;
    private final EventLoop.Timer pings;
    private boolean over;

    /** Opens it: the listener is called from now on. */
    SocketConnection(ServerWebSocket socket, SocketPipeline pipeline, EventLoop loop, HttpConfig config,
            Listener listener) {
        this.socket = socket;
        this.listener = listener;
        this.loop = loop;
        this.config = config;
        this.pipeline = pipeline;
        this.backlog = new WriteBacklog(config.maxStreamBuffer(), listener::drained);
        this.inbound = new InboundBackpressure(socket);
        this.pingTimeout = new PingTimeout(config.pongTimeout());
        this.pings = loop.every(config.keepAliveInterval(), this::ping);
        pipeline.prepare();
        socket.setWriteQueueMaxSize(WriteBacklog.SOCKET_QUEUE_BYTES);
        socket.frameHandler(this::onFrame).textMessageHandler(this::onText);
        socket.drainHandler(nothing -> inbound.drained()).closeHandler(nothing -> end());
        socket.exceptionHandler(this::onFailure);
    }

    /** Sends a frame, unless the connection is over. */
    void send(String frame) {
        if (!over) {
            backlog.add(frame.length(), socket.writeTextMessage(frame));
        }
    }

    /** Whether as much waits as may. */
    boolean isFull() {
        return backlog.isFull();
    }

    boolean isOver() {
        return over;
    }

    /** For the bound on requests that wait for something. */
    InboundBackpressure inbound() {
        return inbound;
    }

    /** Ends it, when what waits is sent. A client that does not go along is cut off after a while. */
    void close(CloseReason why) {
        if (!over) {
            socket.close(why.code(), why.text());
            end();
            cutLater();
        }
    }

    private void onFrame(WebSocketFrame frame) {
        pingTimeout.heard();
        if (frame.isBinary()) {
            close(CloseReason.NOT_TEXT);
        }
        inbound.frame();
    }

    private void onText(String text) {
        if (!over) {
            listener.text(text);
        }
    }

    private void onFailure(Throwable failure) {
        switch (failure) {
            case CorruptedWebSocketFrameException corrupt -> violated(corrupt.closeStatus(), corrupt.getMessage());
            case TooLongFrameException tooLong -> violated(WebSocketCloseStatus.MESSAGE_TOO_BIG, tooLong.getMessage());
            // What Vert.x throws when the frames of a message are too much together.
            case IllegalStateException tooLong -> close(CloseReason.TOO_LARGE);
            default -> {
                // The connection is lost, and the close follows.
            }
        }
    }

    private void violated(WebSocketCloseStatus status, String reason) {
        if (!over) {
            pipeline.complain(status.code(), reason);
            end();
            cutLater();
        }
    }

    private void ping() {
        // A reader that is behind does not see pings either.
        if (isFull()) {
            return;
        }
        if (pingTimeout.ask(System.nanoTime())) {
            backlog.add(0, socket.writePing(Buffer.buffer()));
        } else {
            close(CloseReason.NO_PONG);
        }
    }

    private void end() {
        if (!over) {
            over = true;
            pings.cancel();
            listener.closed();
        }
    }

    private void cutLater() {
        loop.after(config.shutdownTimeout(), pipeline::cut);
    }

    /** What happens on a connection. Called on the loop. */
    interface Listener {

        void text(String text);

        /** A client that was behind has taken half of what waited. */
        void drained();

        /** Nothing can be sent any more. Called once, whoever ended it. */
        void closed();
    }
}
