package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.CommandPublisher;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.loop.EventLoop;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.CancelRequested;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code DELETE /v1/sessions/{session}/turns/{turn}}: requests a cancel. Always answers 202, also if the turn is
 * unknown: a cancel may overtake its prompt, so only the coordinator can decide.
 */
public record DeleteTurn(KafkaAvailability kafka, EventLoop loop) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        OwnedSession session = Parameters.session(request);
        TurnId turn = Parameters.turn(request);
        CommandPublisher publisher = kafka.require().publisher();
        Headers.putTurn(request.response(), session, turn);
        loop.then(publisher.publish(new CancelRequested(session.key(), turn, session.requestedBy())),
                acknowledged -> JsonResponse.send(request.response(), 202,
                        new TurnAccepted(session, turn, null)),
                request::fail);
    }
}
