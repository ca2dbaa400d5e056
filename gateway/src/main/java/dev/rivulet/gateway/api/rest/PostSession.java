package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.log.SessionIds;
import dev.rivulet.schemas.SessionId;
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
    public record NewSession(SessionId sessionId) {}

    @Override
    public void handle(RoutingContext request) {
        SessionId session = ids.next();
        request.response().putHeader(Headers.SESSION, session.value())
                .putHeader(HttpHeaders.LOCATION, "/v1/sessions/" + session);
        JsonResponse.send(request.response(), CREATED, new NewSession(session));
    }
}
