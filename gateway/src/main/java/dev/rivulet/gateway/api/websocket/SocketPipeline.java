package dev.rivulet.gateway.api.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;

/**
 * The Netty pipeline of one WebSocket, for what the API of Vert.x cannot do. Must be called on the connection's loop.
 *
 * @param context the context of the last handler, which is that of Vert.x
 */
record SocketPipeline(ChannelHandlerContext context) {

    private static final int MAX_WRITES_PER_FLUSH = 256;

    /** @param upgraded the request that was upgraded to the WebSocket */
    static SocketPipeline of(HttpServerRequest upgraded) {
        return new SocketPipeline(((ConnectionBase) upgraded.connection()).channel().pipeline().lastContext());
    }

    /**
     * Combines the frames of one poll or page into one system call, since Vert.x flushes after each frame. Refuses text
     * that is not valid UTF-8 (RFC 6455, section 8.1). Joins the fragments of messages, since Vert.x fails at a first
     * fragment that is empty.
     *
     * @param maxMessage the largest message, in bytes
     * @param closing called once if the client closes the connection, or violates the protocol
     */
    ClosingHandshake prepare(int maxMessage, Runnable closing) {
        VertxConnection connection = ((VertxHandler<?>) context.handler()).getConnection();
        ClosingHandshake handshake = new ClosingHandshake(connection, closing);
        ChannelPipeline pipeline = context.pipeline();
        pipeline.addFirst(new FlushConsolidationHandler(MAX_WRITES_PER_FLUSH, true));
        pipeline.addBefore(context.name(), null, new Utf8FrameValidator(false));
        pipeline.addBefore(context.name(), null, new WebSocketFrameAggregator(maxMessage));
        pipeline.addBefore(context.name(), null, handshake);
        return handshake;
    }

    /**
     * Cuts the connection if the client sends more than this many bytes, of TLS where there is TLS, until the limit is
     * lifted.
     *
     * @return lifts it
     */
    Runnable limit(int bytes) {
        InboundLimit limit = new InboundLimit(bytes);
        context.pipeline().addFirst(limit);
        return limit::lift;
    }

    /** Closes the connection without sending what is buffered. */
    void cut() {
        context.close();
    }
}
