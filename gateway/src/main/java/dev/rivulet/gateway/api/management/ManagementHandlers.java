package dev.rivulet.gateway.api.management;

import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.runtime.metrics.Metrics;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Answers operators and their tools. */
public record ManagementHandlers(KafkaAvailability kafka, Metrics metrics) {

    private static final String OK = "{\"status\":\"ok\"}";

    /** {@code GET /healthz}: the process lives and its event loop turns. Says nothing about Kafka. */
    public void health(RoutingContext request) {
        ok(request);
    }

    /** {@code GET /readyz}: prompts can be accepted and turns be read; otherwise 503 with a problem that says why not. */
    public void ready(RoutingContext request) {
        kafka.problem().ifPresentOrElse(request::fail, () -> ok(request));
    }

    /** {@code GET /metrics}: for Prometheus. */
    public void scrape(RoutingContext request) {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.scrape());
    }

    private static void ok(RoutingContext request) {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, Headers.JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end(OK);
    }
}
