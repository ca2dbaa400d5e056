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
import dev.rivulet.schemas.command.TurnPage;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /v1/sessions/{session}/turns}: returns turns that have ended, newest first, with their texts. */
public record GetTurns(KafkaAvailability kafka, Readers readers, GatewayConfig gateway)
        implements
            Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        OwnedSession session = Parameters.session(request);
        int limit = Parameters.limit(request, SessionLookup.TURNS, gateway.maxPageTurns());
        TurnPage page = new TurnPage(limit, Parameters.query(request, "before")
                .map(turn -> Parameters.turn(turn, "before")).orElse(null));
        SessionLookup lookup = new SessionLookup(kafka.require(), readers.cursors(), gateway.maxPageBytes());
        request.response().putHeader(Headers.SESSION, session.name());
        Lookups.run(request, readers.loop(), () -> lookup.turns(session, page),
                turns -> JsonResponse.send(request.response(), 200, turns));
    }
}
