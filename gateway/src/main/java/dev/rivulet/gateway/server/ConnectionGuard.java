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
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Bounds what connections take: their number, the time to send a request, and the time without reading. Used by all
 * event loops; thread-safe. Adds handlers to Netty's pipeline, because Vert.x only has time-outs that count from the
 * last byte, and that do not know whether a response is due.
 */
final class ConnectionGuard implements Handler<HttpConnection> {

    /** The handler that closes a connection without traffic; see {@link TlsFiles#configure}. */
    private static final String VERTX_IDLE = "idle";
    /** What TLS takes for a connection besides: two records of 16 KB, and the engine. */
    private static final int TLS_BYTES = 48 << 10;

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
        int tls = http.tls().certificate().isPresent() ? TLS_BYTES : 0;
        return Math.clamp(heapBytes / 2 / (http.maxStreamBuffer() + tls), 1, Integer.MAX_VALUE);
    }

    /** Prepares a new connection, or refuses it. Called on its event loop. */
    @Override
    public void handle(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        InetAddress from = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        if (!connections.enter(from)) {
            meters.connectionRefused(ProblemCode.TOO_MANY_CONNECTIONS);
            if (connection.protocolVersion() == HttpVersion.HTTP_2) {
                channel.close(); // with a GOAWAY
            } else {
                channel.writeAndFlush(RawResponse.of(tooMany())).addListener(ChannelFutureListener.CLOSE);
            }
            return;
        }
        meters.connectionOpened();
        channel.closeFuture().addListener(closed -> {
            connections.leave(from);
            meters.connectionClosed();
        });
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(VERTX_IDLE) != null) {
            pipeline.remove(VERTX_IDLE);
        }
        String vertx = pipeline.lastContext().name();
        pipeline.addBefore(vertx, null, new StalledReaderHandler(http.stalledReaderTimeout(), meters));
        if (!Http2Guard.attach(channel, http, meters, placesOf(from))) {
            pipeline.addBefore(vertx, null, new RequestTimeouts(http, meters));
        }
    }

    private Http2Guard.ConnectionPlaces placesOf(InetAddress from) {
        return new Http2Guard.ConnectionPlaces() {
            @Override
            public boolean enter() {
                return connections.enter(from);
            }

            @Override
            public void leave() {
                connections.leave(from);
            }
        };
    }

    /** Refuses the requests of an HTTP/2 connection that are too many. */
    static void admit(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (Http2Guard.of(request.connection()).filter(guard -> !guard.admit((int) request.streamId())).isPresent()) {
            throw tooMany();
        }
        routing.next();
    }

    private static ProblemException tooMany() {
        return new ProblemException(ProblemCode.TOO_MANY_CONNECTIONS,
                "The gateway has as many connections as it may, in all or from this address.");
    }
}
