package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Bounds what connections take: their number, the time to send a request, and the time without reading. Used by all
 * event loops; thread-safe. Adds handlers to Netty's pipeline, because Vert.x only has time-outs that count from the
 * last byte, and that do not know whether a response is due.
 */
final class ConnectionGuard implements Handler<HttpConnection> {

    private final HttpConfig http;
    private final GatewayMeters meters;
    private final ConnectionCount connections;

    ConnectionGuard(HttpConfig http, GatewayMeters meters) {
        this.http = http;
        this.meters = meters;
        int max = http.maxConnections().orElseGet(() -> roomFor(http, Runtime.getRuntime().maxMemory()));
        this.connections = new ConnectionCount(max,
                http.maxConnectionsPerAddress().orElse(Math.max(1, max / 2)));
    }

    /** Returns how many connections half of the heap has room for. */
    static int roomFor(HttpConfig http, long heapBytes) {
        return Math.clamp(heapBytes / 2 / http.maxStreamBuffer(), 1, Integer.MAX_VALUE);
    }

    /** Prepares a new connection, or refuses it. Called on its event loop. */
    @Override
    public void handle(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        InetAddress from = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        if (!connections.enter(from)) {
            meters.connectionRefused(ProblemCode.TOO_MANY_CONNECTIONS);
            channel.writeAndFlush(RawResponse.of(new ProblemException(ProblemCode.TOO_MANY_CONNECTIONS,
                    "The gateway has as many connections as it may, in all or from this address.")))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        meters.connectionOpened();
        channel.closeFuture().addListener(closed -> {
            connections.leave(from);
            meters.connectionClosed();
        });
        ChannelPipeline pipeline = channel.pipeline();
        String vertx = pipeline.lastContext().name();
        pipeline.addBefore(vertx, null, new StalledReaderHandler(http.stalledReaderTimeout(), meters));
        pipeline.addBefore(vertx, null, new RequestTimeouts(http, meters));
    }
}
