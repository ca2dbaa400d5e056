package dev.rivulet.gateway.api.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Bounds what may be received over a connection, in whatever frames. Belongs to its loop. */
final class InboundLimit extends ChannelInboundHandlerAdapter {

    private long left; // bytes

    private ChannelHandlerContext context; // null before it is in the pipeline

    InboundLimit(int bytes) {
        this.left = bytes;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** From now on nothing is bounded. */
    void lift() {
        if (!context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext self, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        left -= bytes.readableBytes();
        if (left < 0) {
            bytes.release();
            context.close();
        } else {
            context.fireChannelRead(bytes);
        }
    }
}
