package dev.rivulet.gateway.server;

import dev.rivulet.gateway.metrics.GatewayMeters;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection when data waits for its client and the client has taken none of it for too long. A client that is
 * slow but reads is not closed.
 */
final class StalledReaderHandler extends IdleStateHandler {

    private final GatewayMeters meters;

    /** Checks twice in the time-out: the first event of an idle writer does not say whether some was taken. */
    StalledReaderHandler(Duration timeout, GatewayMeters meters) {
        super(true, 0, Math.max(1, timeout.toMillis() / 2), 0, TimeUnit.MILLISECONDS);
        this.meters = meters;
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        if (!event.isFirst() && waiting != null && waiting.totalPendingWriteBytes() > 0) {
            meters.readerStalled();
            context.close();
        }
    }
}
