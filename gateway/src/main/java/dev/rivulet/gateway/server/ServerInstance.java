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

/** The server on one event loop. Several share a port; each connection stays with one of them. */
final class ServerInstance extends VerticleBase {

    private static final int MAX_REQUEST_LINE = 256 << 10; // the prompt of GET /stream is in it

    private final Components components;
    private final int port;
    private final OpenStreams streams = new OpenStreams(); // owned by the loop
    private HttpServer server; // written at start

    /** @param port as {@link HttpServer#listen(int, String)} takes it: negative for one that the system chooses for all */
    ServerInstance(Components components, int port) {
        this.components = components;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        HttpConfig http = components.http();
        server = vertx.createHttpServer(options(http))
                .requestHandler(Routes.of(vertx, components, new VertxEventLoop(vertx, context), streams));
        return server.listen(port, http.host());
    }

    int port() {
        return server.actualPort();
    }

    /** Ends the streams; then waits for requests under way. Any thread. */
    Future<Void> shutDown(Duration timeout) {
        Promise<Void> ended = Promise.promise();
        context.runOnContext(nothing -> {
            streams.shutDown();
            server.shutdown(timeout).onComplete(ended);
        });
        return ended.future();
    }

    private static HttpServerOptions options(HttpConfig http) {
        // One protocol on a port: with HTTP/2 in clear text many streams would share the write buffer of a connection,
        // and one slow reader would hold up the others.
        HttpServerOptions options = new HttpServerOptions().setTcpNoDelay(true).setSendBufferSize(http.sendBuffer())
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(Math.min(http.maxBody(), MAX_REQUEST_LINE));
        // Uncompressed: the state of a compressor for each connection is more than all that waits on it.
        options.setPerMessageWebSocketCompressionSupported(false).setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(http.maxBody()).setMaxWebSocketMessageSize(http.maxBody());
        options.getWebSocketConfig().setClosingTimeout(http.shutdownTimeout());
        return options;
    }
}
