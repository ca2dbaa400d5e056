package dev.rivulet.gateway.server;

import dev.rivulet.gateway.api.management.ManagementHandlers;
import dev.rivulet.gateway.http.ProblemResponse;
import dev.rivulet.gateway.loop.EventLoop;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The paths for operators and their tools: among those of clients, or on a port of their own. */
final class ManagementRoutes {

    static final String[] PATHS = {"/healthz", "/readyz", "/metrics"};

    private ManagementRoutes() {}

    /** Makes a router that has only these paths. */
    static Router of(Vertx vertx, Components components, EventLoop loop) {
        Router router = Router.router(vertx);
        addProbes(router, components, loop);
        addMetrics(router, components, loop, RoutingContext::next);
        router.route().last().handler(request -> request.fail(404));
        router.route().failureHandler(ProblemResponse::send);
        return router;
    }

    /** Adds the paths that anybody may call: an orchestrator has no key, and they say nothing of anybody. */
    static void addProbes(Router router, Components components, EventLoop loop) {
        ManagementHandlers management = handlers(components, loop);
        router.get("/healthz").method(HttpMethod.HEAD).handler(management::health);
        router.get("/readyz").method(HttpMethod.HEAD).handler(management::ready);
    }

    /**
     * Adds the path of the metrics.
     *
     * @param check lets in who may see them
     */
    static void addMetrics(Router router, Components components, EventLoop loop, Handler<RoutingContext> check) {
        router.get("/metrics").method(HttpMethod.HEAD).handler(check)
                .handler(handlers(components, loop)::scrape);
    }

    private static ManagementHandlers handlers(Components components, EventLoop loop) {
        return new ManagementHandlers(components.kafka(), components.authentication(), components.metrics(), loop);
    }
}
