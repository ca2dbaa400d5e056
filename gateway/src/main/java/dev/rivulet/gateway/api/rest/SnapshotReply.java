package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.gateway.log.lookup.TurnSnapshot;
import dev.rivulet.gateway.stream.collect.TurnReply;
import dev.rivulet.schemas.TurnId;
import io.vertx.ext.web.RoutingContext;

/**
 * Replies with a turn that has ended, or as it is when the client's wait is over.
 *
 * @param unfinishedStatus the response's status if the turn has not ended
 * @param head sets the response's headers
 */
record SnapshotReply(RoutingContext request, OwnedSession session, TurnId turn, int unfinishedStatus, Runnable head)
        implements
            TurnReply {

    @Override
    public void ended(TurnAccumulator turn) {
        send(200, turn);
    }

    /** The client can request the turn again, also at another gateway. */
    @Override
    public void unfinished(TurnAccumulator soFar) {
        send(unfinishedStatus, soFar);
    }

    private void send(int status, TurnAccumulator collected) {
        head.run();
        JsonResponse.send(request.response(), status, TurnSnapshot.of(session, turn, collected));
    }
}
