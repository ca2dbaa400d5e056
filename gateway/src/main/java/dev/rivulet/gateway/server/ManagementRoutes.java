package dev.rivulet.gateway.server;

import dev.rivulet.gateway.api.management.ManagementHandlers;
import dev.rivulet.gateway.http.ProblemResponse;
import dev.rivulet.gateway.loop.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;

/** The paths for operators and their tools: among those of clients, or on a port of their own. */
final class ManagementRoutes {

    static final String[] PATHS = {"/healthz", "/readyz", "/metrics"};

    private ManagementRoutes() {}

    /** Makes a router that has only these paths. */
    static Router of(Vertx vertx, Components components, EventLoop loop) {
        Router router = Router.router(vertx);
        add(router, components, loop);
        router.route().last().handler(request -> request.fail(404));
        router.route().failureHandler(ProblemResponse::send);
        return router;
    }

    /** Adds the paths to a router. */
    static void add(Router router, Components components, EventLoop loop) {
        ManagementHandlers management = new ManagementHandlers(components.kafka(), components.metrics(), loop);
        router.get("/healthz").method(HttpMethod.HEAD).handler(management::health);
        router.get("/readyz").method(HttpMethod.HEAD).handler(management::ready);
        router.get("/metrics").method(HttpMethod.HEAD).handler(management::scrape);
    }
}
