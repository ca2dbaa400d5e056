package dev.rivulet.gateway.api.page;

import dev.rivulet.gateway.http.JsonBodies;
import dev.rivulet.gateway.http.KeyCookie;
import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code POST /login}: exchanges a key for a cookie, so that a browser can send it with all that the page requests. The
 * gateway remembers nothing: when the key is revoked, the cookie is worth nothing either.
 */
public record PostLogin(Authentication authentication, JsonBodies bodies) implements Handler<RoutingContext> {

    private static final int NO_CONTENT = 204;

    @Override
    public void handle(RoutingContext request) {
        if (!authentication.isRequired()) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "No key is needed here.");
        }
        bodies.read(request, body -> body.requiredText("key"), key -> {
            if (authentication.caller(key).isEmpty()) {
                throw new ProblemException(ProblemCode.INVALID_KEY,
                        "The key is malformed, unknown or not valid any more.", "key");
            }
            KeyCookie.set(request.response(), key);
            request.response().setStatusCode(NO_CONTENT).end();
        });
    }
}
