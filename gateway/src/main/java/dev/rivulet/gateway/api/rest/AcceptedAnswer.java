package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.log.lookup.TurnSnapshot.Status;
import dev.rivulet.gateway.submit.NewTurn;
import io.vertx.ext.web.RoutingContext;

/** Says that the turn was accepted, and no more. */
record AcceptedAnswer(RoutingContext request, Desk desk) implements TurnAnswer {

    @Override
    public void first(NewTurn turn) {
        desk.then(request, turn.publish(), acknowledged -> again(turn));
    }

    @Override
    public void again(NewTurn turn) {
        JsonResponse.send(TurnAnswer.named(request, turn), 202,
                new TurnAccepted(turn.session(), turn.turn(), Status.QUEUED));
    }
}
