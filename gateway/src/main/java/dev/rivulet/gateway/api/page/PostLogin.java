package dev.rivulet.gateway.api.page;

import dev.rivulet.gateway.http.CallerLookup;
import dev.rivulet.gateway.http.JsonBodies;
import dev.rivulet.gateway.http.KeyCookie;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code POST /login}: exchanges a key for a cookie, so that a browser can send it with all that the page requests. The
 * gateway remembers nothing: when the key is revoked, the cookie is worth nothing either.
 */
public record PostLogin(CallerLookup callers, JsonBodies bodies) implements Handler<RoutingContext> {

    private static final int NO_CONTENT = 204;

    @Override
    public void handle(RoutingContext request) {
        if (!callers.authentication().isRequired()) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "No key is needed here.");
        }
        bodies.read(request, body -> body.requiredText("key"), key -> {
            callers.find(request, key, caller -> {
                KeyCookie.set(request.response(), key);
                request.response().setStatusCode(NO_CONTENT).end();
            }, refused -> request.fail(ofField(refused)));
        });
    }

    private static Throwable ofField(Throwable refused) {
        return ProblemException.findIn(refused).filter(problem -> problem.code() == ProblemCode.INVALID_KEY)
                .<Throwable>map(problem -> new ProblemException(problem.code(), problem.getMessage(), "key"))
                .orElse(refused);
    }
}
