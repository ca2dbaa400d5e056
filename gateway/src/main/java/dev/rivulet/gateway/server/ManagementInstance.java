package dev.rivulet.gateway.server;

import dev.rivulet.gateway.loop.VertxEventLoop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;

/**
 * The HTTP server of the paths for operators, if they have a port of their own. It listens first and stops last, so
 * that operators are answered while the process starts and stops.
 */
final class ManagementInstance extends VerticleBase {

    private final Components components;
    private final int port;
    private HttpServer server; // null before start

    /** @param port 0 for any free port */
    ManagementInstance(Components components, int port) {
        this.components = components;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer()
                .requestHandler(ManagementRoutes.of(vertx, components, new VertxEventLoop(vertx, context)));
        return server.listen(port, components.http().managementHost());
    }

    /** Returns the port that was bound. */
    int port() {
        return server.actualPort();
    }
}
