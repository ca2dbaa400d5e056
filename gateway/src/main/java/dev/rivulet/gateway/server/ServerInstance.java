package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.loop.VertxEventLoop;
import dev.rivulet.gateway.stream.OpenStreams;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The HTTP server of one event loop. All instances share a port; each connection stays with one of them. */
final class ServerInstance extends VerticleBase {

    private static final int MAX_REQUEST_LINE = 256 << 10; // GET /stream has the prompt in its query

    private static final long EXPIRY_CHECK_MILLIS = 500;

    private final Components components;
    private final int port;
    private final ConnectionGuard connections; // shared by all instances
    private final OpenStreams streams; // owned by the loop
    private HttpServer server; // null before start

    /** @param port as in {@link HttpServer#listen(int, String)}: negative for a free port that all instances share */
    ServerInstance(Components components, ConnectionGuard connections, int port) {
        this.components = components;
        this.streams = new OpenStreams(components.authentication()::holds);
        this.connections = connections;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        HttpConfig http = components.http();
        components.authentication().onChange(() -> context.runOnContext(nothing -> streams.revoke()));
        vertx.setPeriodic(EXPIRY_CHECK_MILLIS, timer -> streams.expire(Instant.now()));
        server = vertx.createHttpServer(options(http))
                .connectionHandler(connections)
                .requestHandler(Routes.of(vertx, components, new VertxEventLoop(vertx, context), streams));
        return server.listen(port, http.host());
    }

    int port() {
        return server.actualPort();
    }

    /** Ends the streams, then waits for the running requests. May be called on any thread. */
    Future<Void> shutDown(Duration timeout) {
        Promise<Void> ended = Promise.promise();
        context.runOnContext(nothing -> {
            streams.shutDown();
            server.shutdown(timeout).onComplete(ended);
        });
        return ended.future();
    }

    private static HttpServerOptions options(HttpConfig http) {
        // HTTP/1.1 only: with HTTP/2 (h2c) many streams would share a connection and its write buffer, and one slow
        // reader would delay the others.
        HttpServerOptions options = new HttpServerOptions().setTcpNoDelay(true).setSendBufferSize(http.sendBuffer())
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(Math.min(http.maxBody(), MAX_REQUEST_LINE));
        // No compression: the compressor of a connection takes more memory than all data that waits on it.
        options.setPerMessageWebSocketCompressionSupported(false).setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(http.maxBody()).setMaxWebSocketMessageSize(http.maxBody());
        options.getWebSocketConfig().setClosingTimeout(http.shutdownTimeout())
                .setSubProtocols(List.of(CallerAuthentication.SUBPROTOCOL));
        return options;
    }
}
