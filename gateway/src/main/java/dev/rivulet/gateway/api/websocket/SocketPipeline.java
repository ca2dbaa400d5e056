package dev.rivulet.gateway.api.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * What Vert.x leaves to Netty, of one WebSocket. To be called on its loop.
 *
 * @param context of the last handler, which is that of Vert.x
 */
record SocketPipeline(ChannelHandlerContext context) {

    private static final int MAX_WRITES_IN_ONE = 256;

    /** @param upgraded the request that was made a WebSocket */
    static SocketPipeline of(HttpServerRequest upgraded) {
        return new SocketPipeline(((ConnectionBase) upgraded.connection()).channel().pipeline().lastContext());
    }

    /**
     * Makes one system call of what one poll or slice brings: Vert.x flushes after each frame. And takes only text that is
     * Unicode (RFC 6455, 8.1).
     */
    void prepare() {
        ChannelPipeline pipeline = context.pipeline();
        pipeline.addFirst(new FlushConsolidationHandler(MAX_WRITES_IN_ONE, true));
        pipeline.addBefore(context.name(), null, new Utf8FrameValidator(false));
    }

    /**
     * Says why to a client that breaks the protocol, and leaves the connection open: the rest of what it sends is passed
     * over. Vert.x would cut the connection at once, and a client that is still sending would not read this.
     */
    void complain(int code, String reason) {
        context.writeAndFlush(new CloseWebSocketFrame(code, reason));
    }

    /** Cuts the connection, whatever waits. */
    void cut() {
        context.close();
    }
}
