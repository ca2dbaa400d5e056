package dev.rivulet.gateway.http;

import dev.rivulet.gateway.quota.Allowance;
import dev.rivulet.gateway.quota.Quotas;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;

/**
 * Lets in a request if its caller's quota of requests has one left, and says in the response how many are left
 * (draft-ietf-httpapi-ratelimit-headers-11). Follows the handler that finds out who calls.
 */
public record Admission(Quotas quotas) implements Handler<RoutingContext> {

    private static final String POLICY = "RateLimit-Policy";
    private static final String LEFT = "RateLimit";
    private static final String KEY = "rivulet.quotas";

    @Override
    public void handle(RoutingContext request) {
        request.put(KEY, quotas);
        quotas.admit(Callers.of(request)).ifPresent(left -> putHeaders(request.response(), left));
        request.next();
    }

    /** Says in a response what its caller has left of a quota, beside what it says of others. */
    static void putHeaders(HttpServerResponse response, Allowance left) {
        response.headers().add(POLICY, left.policy()).add(LEFT, left.item());
    }

    /** Returns the same call, which counts in the quota of a request's caller while it runs. */
    static <T> Callable<T> lookup(RoutingContext request, Callable<T> call) {
        Quotas quotas = request.get(KEY);
        return quotas == null ? call : quotas.lookup(Callers.of(request), call);
    }
}
