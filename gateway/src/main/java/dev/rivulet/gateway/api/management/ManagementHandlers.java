package dev.rivulet.gateway.api.management;

import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.runtime.metrics.Metrics;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** The endpoints for operators and their tools. Belongs to the loop. */
public record ManagementHandlers(KafkaAvailability kafka, Authentication authentication, Metrics metrics,
        EventLoop loop) {

    private static final String OK = "{\"status\":\"ok\"}";

    /** {@code GET /healthz}: the process runs and its event loop is not blocked, whatever the state of Kafka. */
    public void health(RoutingContext request) {
        ok(request);
    }

    /**
     * {@code GET /readyz}: callers can be let in, prompts accepted and turns read. Answers 503 with the reason
     * otherwise.
     */
    public void ready(RoutingContext request) {
        kafka.problem().or(authentication::problem).ifPresentOrElse(request::fail, () -> ok(request));
    }

    /**
     * {@code GET /metrics}: the metrics in Prometheus's text format. Those of Kafka's clients alone are hundreds of
     * lines, so they are not collected on the loop.
     */
    public void scrape(RoutingContext request) {
        loop.then(EventLoop.blocking(metrics::scrape),
                text -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8").end(text),
                request::fail);
    }

    private static void ok(RoutingContext request) {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, Headers.JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end(OK);
    }
}
