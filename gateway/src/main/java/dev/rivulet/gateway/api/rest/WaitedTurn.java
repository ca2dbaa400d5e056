package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.gateway.log.lookup.TurnSnapshot;
import dev.rivulet.gateway.stream.collect.Reply;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import io.vertx.ext.web.RoutingContext;

/**
 * The turn as it is when it has ended; or, when that takes too long, as it is by then.
 *
 * @param unended the status of the response in the second case
 * @param head sets what else the response's head says
 */
record WaitedTurn(RoutingContext request, SessionId session, TurnId turn, int unended, Runnable head)
        implements
            Reply {

    @Override
    public void ended(TurnAccumulator whole) {
        send(200, whole);
    }

    /** The client can ask for it again, also at another gateway. */
    @Override
    public void cutShort(TurnAccumulator soFar) {
        send(unended, soFar);
    }

    private void send(int status, TurnAccumulator fold) {
        head.run();
        JsonResponse.send(request.response(), status, TurnSnapshot.of(session, turn, fold));
    }
}
