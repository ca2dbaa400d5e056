package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemCode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what one HTTP/2 connection takes, a stream at a time, so that what is wrong with one ends that one: the time
 * to send a request, the time without reading, and how many there are. Belongs to the connection's loop.
 *
 * <p>A stream beyond the first takes a place among the connections, because it takes as much memory. Vert.x reports
 * none of this, so Netty's own connection is listened to.
 */
final class Http2Guard extends Http2ConnectionAdapter {

    private static final AttributeKey<Http2Guard> KEY = AttributeKey.valueOf(Http2Guard.class, "guard");
    /** How many looks in a row a stream must be found waiting for its client before it is reset. */
    private static final int LOOKS = 3;

    private final HttpConfig http;
    private final GatewayMeters meters;
    private final ConnectionPlaces places;
    private final ChannelHandlerContext context;
    private final Http2ConnectionHandler handler;
    private final Http2Connection.PropertyKey waiting; // how many looks found the stream waiting
    private final Http2Connection.PropertyKey counted; // present if the stream was let in
    private final Map<Http2Stream, Long> receiving = new LinkedHashMap<>(); // until when, by requests that go on
    private final Future<?> looking;
    private int open; // streams that were let in
    private Future<?> bodies; // the time of the first of them; null if none is running
    private Future<?> idle; // null if there are streams

    /** The places that the connections of an address take. */
    interface ConnectionPlaces {
        /** Takes one more. Returns false if there is none. */
        boolean enter();

        /** Gives one back. */
        void leave();
    }

    private Http2Guard(ChannelHandlerContext context, Http2ConnectionHandler handler, HttpConfig http,
            GatewayMeters meters, ConnectionPlaces places) {
        this.context = context;
        this.handler = handler;
        this.http = http;
        this.meters = meters;
        this.places = places;
        this.waiting = handler.connection().newKey();
        this.counted = handler.connection().newKey();
        long half = Math.max(1, http.stalledReaderTimeout().toNanos() / 2);
        this.looking = context.executor().scheduleAtFixedRate(this::look, half, half, TimeUnit.NANOSECONDS);
    }

    /** Guards a connection if it is one of HTTP/2. Returns whether it is. */
    static boolean attach(Channel channel, HttpConfig http, GatewayMeters meters, ConnectionPlaces places) {
        Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
        if (handler == null) {
            return false;
        }
        Http2Guard guard = new Http2Guard(channel.pipeline().context(handler), handler, http, meters, places);
        channel.attr(KEY).set(guard);
        handler.connection().addListener(guard);
        Http2FrameListener vertx = handler.decoder().frameListener();
        handler.decoder().frameListener(new Http2FrameListenerDecorator(vertx) {
            @Override
            public void onWindowUpdateRead(ChannelHandlerContext in, int stream, int increment)
                    throws Http2Exception {
                guard.onProgress(stream);
                super.onWindowUpdateRead(in, stream, increment);
            }
        });
        channel.closeFuture().addListener(closed -> guard.stop());
        guard.awaitNext(http.headerTimeout());
        return true;
    }

    /** Returns the guard of a connection; empty if it is not one of HTTP/2. */
    static Optional<Http2Guard> of(HttpConnection connection) {
        return Optional.ofNullable(((ConnectionBase) connection).channel().attr(KEY).get());
    }

    /** Lets a request in. Returns false if there are too many. */
    boolean admit(int id) {
        Http2Stream stream = handler.connection().stream(id);
        if (stream == null || stream.getProperty(counted) != null) {
            return true;
        }
        if (open > 0 && !places.enter()) {
            meters.connectionRefused(ProblemCode.TOO_MANY_CONNECTIONS);
            return false;
        }
        open++;
        stream.setProperty(counted, true);
        return true;
    }

    @Override
    public void onStreamActive(Http2Stream stream) {
        if (idle != null) {
            idle.cancel(false);
            idle = null;
        }
        if (stream.state() == Http2Stream.State.OPEN) {
            receiving.put(stream, System.nanoTime() + http.bodyTimeout().toNanos());
            awaitBodies();
        }
    }

    @Override
    public void onStreamHalfClosed(Http2Stream stream) {
        if (stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE) {
            receiving.remove(stream);
        }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        receiving.remove(stream);
        if (stream.removeProperty(counted) != null) {
            open--;
            if (open > 0) {
                places.leave();
            }
        }
        if (handler.connection().numActiveStreams() == 0 && context.channel().isActive()) {
            awaitNext(http.idleTimeout());
        }
    }

    private void onProgress(int id) {
        Http2Stream stream = handler.connection().stream(id);
        if (stream != null) {
            stream.removeProperty(waiting);
        }
    }

    /** Closes the connection unless a request begins in time. */
    private void awaitNext(Duration time) {
        if (idle != null) {
            idle.cancel(false);
        }
        idle = context.executor().schedule(() -> {
            context.channel().close();
        }, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** All requests may take as long, so the first to begin is the first whose time is over. */
    private void awaitBodies() {
        if (bodies == null && !receiving.isEmpty()) {
            long nanos = receiving.values().iterator().next() - System.nanoTime();
            bodies = context.executor().schedule(this::endLateBodies, Math.max(0, nanos), TimeUnit.NANOSECONDS);
        }
    }

    private void endLateBodies() {
        bodies = null;
        long now = System.nanoTime();
        receiving.entrySet().stream().filter(one -> one.getValue() - now <= 0).map(Map.Entry::getKey).toList()
                .forEach(stream -> {
                    receiving.remove(stream);
                    meters.connectionRefused(ProblemCode.REQUEST_TIMEOUT);
                    reset(stream);
                });
        awaitBodies();
    }

    /** Resets streams whose clients give them no more room, and closes the connection if it is one of all streams. */
    private void look() {
        Http2Connection connection = handler.connection();
        if (isStalled(connection.connectionStream()) && connection.numActiveStreams() > 0) {
            meters.readerStalled();
            context.channel().close();
            return;
        }
        try {
            connection.forEachActiveStream(stream -> {
                if (isStalled(stream)) {
                    meters.readerStalled();
                    reset(stream);
                }
                return true;
            });
        } catch (Http2Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A client that reads makes room, and is heard of before the next look. */
    private boolean isStalled(Http2Stream stream) {
        Http2RemoteFlowController flow = handler.encoder().flowController();
        if (flow.windowSize(stream) > 0) {
            stream.removeProperty(waiting);
            return false;
        }
        Integer looks = stream.getProperty(waiting);
        int now = looks == null ? 1 : looks + 1;
        stream.setProperty(waiting, now);
        return now >= LOOKS;
    }

    private void reset(Http2Stream stream) {
        handler.resetStream(context, stream.id(), Http2Error.CANCEL.code(), context.newPromise());
        context.flush();
    }

    private void stop() {
        looking.cancel(false);
        if (idle != null) {
            idle.cancel(false);
        }
        if (bodies != null) {
            bodies.cancel(false);
        }
    }
}
