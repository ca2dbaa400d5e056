package dev.rivulet.gateway.http;

import dev.rivulet.gateway.identity.Caller;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.Scope;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Says who sends a request. */
public final class Callers {

    private static final String KEY = "rivulet.caller";

    private Callers() {}

    /**
     * Returns who sends a request.
     *
     * @throws IllegalStateException if nobody has said so: the route is not behind the authentication
     */
    public static Caller of(RoutingContext request) {
        Caller caller = request.get(KEY);
        if (caller == null) {
            throw new IllegalStateException("the route is served before its caller is known");
        }
        return caller;
    }

    /** Returns whose sessions a request can name. */
    public static Principal principal(RoutingContext request) {
        return of(request).principal();
    }

    /** Says who sends a request. */
    public static void set(RoutingContext request, Caller caller) {
        request.put(KEY, caller);
    }

    /** Returns the handler that lets in only callers with a scope, for the session or turn in the path. */
    public static Handler<RoutingContext> with(Scope scope) {
        return request -> {
            Caller caller = of(request);
            caller.require(scope);
            if (caller.hasOneTurn()) {
                caller.requireTurn(request.pathParam("turn") == null ? null : Parameters.turn(request));
            }
            request.next();
        };
    }
}
