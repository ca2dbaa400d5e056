package dev.rivulet.gateway.api.websocket;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.impl.VertxConnection;
import java.io.IOException;

/**
 * The closing handshake of one WebSocket (RFC 6455, section 7), in place of that of Vert.x 5.1.6: there
 * {@code WebSocketConnectionImpl.finishClose} throws if the connection ends while its close frame waits to be sent, and
 * if the client sends a second close frame, so that clients can fill the log with stack traces. Vert.x also cuts the
 * connection of a client that violates the protocol, which is still sending and would not read the reason.
 *
 * <p>Nothing that is received after the first close frame, sent or received, is passed on. Belongs to the loop of the
 * connection.
 */
final class ClosingHandshake extends ChannelInboundHandlerAdapter {

    private final VertxConnection connection;
    private final Runnable begunByClient;
    private ChannelHandlerContext context; // null before it is in the pipeline
    private boolean begun; // a close frame was sent, or will be after the frames that are buffered
    private boolean received; // the client's close frame

    /** @param begunByClient called once if the client closes the connection, or violates the protocol */
    ClosingHandshake(VertxConnection connection, Runnable begunByClient) {
        this.connection = connection;
        this.begunByClient = begunByClient;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** Sends a close frame, after the frames that are buffered. Has no effect if one was sent. */
    void begin(int code, String reason) {
        if (!begun) {
            begun = true;
            connection.writeToChannel(new CloseWebSocketFrame(code, reason), true, context.newPromise());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext self, Object message) {
        if (!received && message instanceof CloseWebSocketFrame frame) {
            received = true;
            onClose(frame);
        } else if (begun) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void onClose(CloseWebSocketFrame frame) {
        if (begun) {
            frame.release();
            context.close();
        } else {
            begun = true;
            begunByClient.run();
            ChannelPromise sent = context.newPromise();
            sent.addListener(ChannelFutureListener.CLOSE);
            connection.writeToChannel(frame, true, sent);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext self, Throwable failure) {
        switch (failure) {
            case IOException lost -> context.close();
            case CorruptedWebSocketFrameException corrupt -> refuse(corrupt.closeStatus(), corrupt.getMessage());
            case TooLongFrameException tooLong ->
                refuse(WebSocketCloseStatus.MESSAGE_TOO_BIG, tooLong.getMessage());
            default -> context.fireExceptionCaught(failure);
        }
    }

    private void refuse(WebSocketCloseStatus status, String reason) {
        if (!begun) {
            begin(status.code(), reason);
            begunByClient.run();
        }
    }
}
