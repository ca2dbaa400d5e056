package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.http.Lookups;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.stream.Readers;
import dev.rivulet.gateway.stream.follow.SessionLookup;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /v1/sessions/{session}}: returns the session's state, for which it asks the coordinator. */
public record GetSession(KafkaAvailability kafka, Readers readers, GatewayConfig gateway)
        implements
            Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        OwnedSession session = Parameters.session(request);
        SessionLookup lookup = new SessionLookup(kafka.require(), readers.cursors(), gateway.maxPageBytes());
        request.response().putHeader(Headers.SESSION, session.name());
        Lookups.run(request, readers.loop(), () -> lookup.body(session),
                body -> JsonResponse.send(request.response(), 200, body));
    }
}
