package dev.rivulet.gateway.http;

import dev.rivulet.gateway.identity.Principal;
import io.vertx.ext.web.RoutingContext;

/** Says who sends a request: the only place where a request becomes a principal. */
public final class Callers {

    private Callers() {}

    /** Returns who sends a request. */
    public static Principal principal(RoutingContext request) {
        return Principal.ANONYMOUS;
    }
}
