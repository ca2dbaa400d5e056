package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.CancelRequested;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code DELETE /v1/sessions/{session}/turns/{turn}}: asks for a cancel. 202, again and again, whether the turn is known
 * here or not: a cancel may overtake its prompt, and the coordinator decides what it means.
 */
public record DeleteTurn(Desk desk) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        SessionId session = Parameters.session(request);
        TurnId turn = Parameters.turn(request);
        KafkaAccess cluster = desk.services().gate().require();
        Headers.name(request.response(), session, turn);
        desk.then(request, cluster.publisher().publish(new CancelRequested(session, turn)),
                acknowledged -> JsonResponse.send(request.response(), 202, new TurnAccepted(session, turn, null)));
    }
}
