package dev.rivulet.gateway.api.management;

import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.Services;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** What operators and their tools ask. */
public record ManagementHandlers(Services services) {

    private static final String OK = "{\"status\":\"ok\"}";

    /** {@code GET /healthz}: the process lives and its event loop turns. Says nothing about Kafka. */
    public void health(RoutingContext request) {
        ok(request);
    }

    /** {@code GET /readyz}: prompts can be taken and turns be read; otherwise 503 with a problem that says why not. */
    public void ready(RoutingContext request) {
        services.gate().obstacle().ifPresentOrElse(request::fail, () -> ok(request));
    }

    /** {@code GET /metrics}: for Prometheus. */
    public void metrics(RoutingContext request) {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                .end(services.metrics().scrape());
    }

    private static void ok(RoutingContext request) {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, Headers.JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end(OK);
    }
}
