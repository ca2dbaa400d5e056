package dev.rivulet.gateway.metrics;

import dev.rivulet.runtime.metrics.Timers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Counts and times HTTP requests, told of them by Vert.x. Thread-safe. A request ends here with the head of its
 * response: what follows in a stream depends on the turn. The values of all labels are bounded: templates of routes,
 * known methods, statuses that the gateway sends.
 */
public final class HttpMeters implements VertxMetricsFactory, VertxMetrics {

    private static final String OTHER = "other";
    /** In place of the status of a request whose client was gone before the response. */
    private static final String ABORTED = "aborted";
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE,
            HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.PATCH);

    private final MeterProvider<Counter> requests;
    private final MeterProvider<Timer> latency;

    public HttpMeters(MeterRegistry registry) {
        this.requests = Counter.builder("rivulet.gateway.http.requests")
                .description("HTTP requests, by route and status").withRegistry(registry);
        this.latency = Timers.latency("rivulet.gateway.http.response", "From a request to the head of its response")
                .withRegistry(registry);
    }

    @Override
    public VertxMetrics metrics(VertxOptions options) {
        return this;
    }

    @Override
    public HttpServerMetrics<?, ?> createHttpServerMetrics(HttpServerConfig config, SocketAddress tcpAddress,
            SocketAddress udpAddress) {
        return new Requests();
    }

    private void count(Request request, String status) {
        if (!request.counted) {
            request.counted = true;
            requests.withTags(request.tags().and("status", status)).increment();
            latency.withTags(request.tags()).record(System.nanoTime() - request.begunAt, TimeUnit.NANOSECONDS);
        }
    }

    private final class Requests implements HttpServerMetrics<Request, Void> {

        @Override
        public Request requestBegin(SocketAddress remoteAddress, HttpRequest request) {
            return new Request(request);
        }

        /** Called for each route that matches. Those that serve all paths have no name; failures pass further ones. */
        @Override
        public void requestRouted(Request request, String route) {
            if (request.route == null) {
                request.route = route;
            }
        }

        /** Vert.x calls this with 200 for an upgrade too, just before {@link #requestUpgraded}. */
        @Override
        public void responseBegin(Request request, HttpResponse response) {
            if (!request.asksForUpgrade) {
                count(request, Integer.toString(response.statusCode()));
            }
        }

        @Override
        public void responseEnd(Request request, HttpResponse response, long bytes) {
            count(request, Integer.toString(response.statusCode()));
        }

        @Override
        public void requestUpgraded(Request request) {
            count(request, Integer.toString(SWITCHING_PROTOCOLS));
        }

        @Override
        public void requestReset(Request request) {
            count(request, ABORTED);
        }
    }

    /** One request. Owned by its connection's loop. */
    private static final class Request {

        private final String method;
        private final long begunAt = System.nanoTime();
        private final boolean asksForUpgrade;
        private String route; // null as long as no route with a path matches
        private boolean counted;

        Request(HttpRequest request) {
            this.method = METHODS.contains(request.method()) ? request.method().name() : OTHER;
            this.asksForUpgrade = request.headers().contains(HttpHeaders.UPGRADE);
        }

        Tags tags() {
            return Tags.of("method", method, "route", route == null ? OTHER : route);
        }
    }
}
