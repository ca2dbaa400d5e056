package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.identity.Refusal;
import dev.rivulet.gateway.loop.VertxEventLoop;
import dev.rivulet.gateway.stream.OpenStreams;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The HTTP server of one event loop. All instances share a port; each connection stays with one of them. */
final class ServerInstance extends VerticleBase {

    private static final int MAX_REQUEST_LINE = 256 << 10; // GET /stream has the prompt in its query

    private static final long EXPIRY_CHECK_MILLIS = 500;

    private final Components components;
    private final int port;
    private final ConnectionGuard connections; // shared by all instances
    private final Optional<TlsFiles> tls;
    private final OpenStreams streams; // owned by the loop
    private HttpServer server; // null before start

    /**
     * @param tls empty for plain HTTP
     * @param port as in {@link HttpServer#listen(int, String)}: negative for a free port that all instances share
     */
    ServerInstance(Components components, ConnectionGuard connections, Optional<TlsFiles> tls, int port) {
        this.components = components;
        this.streams = new OpenStreams(components.authentication()::holds,
                caller -> components.meters().credentialRefused(Instant.now().isBefore(caller.expiresAt())
                        ? Refusal.REVOKED
                        : Refusal.EXPIRED));
        this.connections = connections;
        this.tls = tls;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        HttpConfig http = components.http();
        components.authentication().onChange(() -> context.runOnContext(nothing -> streams.revoke()));
        vertx.setPeriodic(EXPIRY_CHECK_MILLIS, timer -> streams.expire(Instant.now()));
        HttpServerOptions options = options(http);
        tls.ifPresent(files -> files.configure(options));
        server = vertx.createHttpServer(options)
                .connectionHandler(connections)
                .requestHandler(Routes.of(vertx, components, new VertxEventLoop(vertx, context), streams));
        return server.listen(port, http.host());
    }

    int port() {
        return server.actualPort();
    }

    /** Has all instances use another certificate, for connections from now on. May be called on any thread. */
    Future<Boolean> use(ServerSSLOptions options) {
        return server.updateSSLOptions(options);
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
        int requestLine = Math.min(http.maxBody(), MAX_REQUEST_LINE);
        // HTTP/2 over TLS only, where the client says before its first byte that it speaks it.
        HttpServerOptions options = new HttpServerOptions().setTcpNoDelay(true).setSendBufferSize(http.sendBuffer())
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(requestLine)
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(http.maxConcurrentStreams())
                        .setMaxHeaderListSize(requestLine + HttpServerOptions.DEFAULT_MAX_HEADER_SIZE));
        // No compression: the compressor of a connection takes more memory than all data that waits on it.
        options.setPerMessageWebSocketCompressionSupported(false).setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(http.maxBody()).setMaxWebSocketMessageSize(http.maxBody());
        options.getWebSocketConfig().setClosingTimeout(http.shutdownTimeout())
                .setSubProtocols(List.of(CallerAuthentication.SUBPROTOCOL));
        return options;
    }
}
