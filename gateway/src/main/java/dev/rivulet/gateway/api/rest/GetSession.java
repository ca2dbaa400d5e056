package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.http.Services;
import dev.rivulet.gateway.stream.follow.SessionLookup;
import dev.rivulet.schemas.SessionId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /v1/sessions/{session}}: the session as its coordinator knows it. */
public record GetSession(Desk desk) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        SessionId session = Parameters.session(request);
        Services services = desk.services();
        SessionLookup lookup = SessionLookup.of(services);
        request.response().putHeader(Headers.SESSION, session.value());
        desk.blocking(request, () -> lookup.body(session, services.turnIds().next()),
                body -> JsonResponse.send(request.response(), 200, body));
    }
}
