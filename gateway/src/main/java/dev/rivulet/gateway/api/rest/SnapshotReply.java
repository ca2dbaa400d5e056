package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.gateway.log.lookup.TurnSnapshot;
import dev.rivulet.gateway.stream.collect.TurnReply;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import io.vertx.ext.web.RoutingContext;

/**
 * Replies with the turn when it has ended, or as it is when the client has waited long enough.
 *
 * @param unended the status of the response in the second case
 * @param head sets the response's headers
 */
record SnapshotReply(RoutingContext request, SessionId session, TurnId turn, int unended, Runnable head)
        implements
            TurnReply {

    @Override
    public void ended(TurnAccumulator whole) {
        send(200, whole);
    }

    /** The client can ask for it again, also at another gateway. */
    @Override
    public void cutShort(TurnAccumulator soFar) {
        send(unended, soFar);
    }

    private void send(int status, TurnAccumulator collected) {
        head.run();
        JsonResponse.send(request.response(), status, TurnSnapshot.of(session, turn, collected));
    }
}
