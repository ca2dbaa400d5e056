package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Callers;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.SessionIds;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code POST /v1/sessions}: returns the id of a new session, which this gateway serves at the least cost and any other
 * as well. Nothing is stored: the session begins with its first turn.
 */
public record PostSession(SessionIds ids) implements Handler<RoutingContext> {

    private static final int CREATED = 201;

    /** The body of the response. */
    public record NewSession(OwnedSession sessionId) {}

    @Override
    public void handle(RoutingContext request) {
        OwnedSession session = ids.next(Callers.principal(request));
        request.response().putHeader(Headers.SESSION, session.name())
                .putHeader(HttpHeaders.LOCATION, "/v1/sessions/" + session);
        JsonResponse.send(request.response(), CREATED, new NewSession(session));
    }
}
