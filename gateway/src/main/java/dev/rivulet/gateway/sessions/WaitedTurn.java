package dev.rivulet.gateway.sessions;

import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.lookup.TurnSnapshot;
import dev.rivulet.gateway.turn.TurnFold;
import dev.rivulet.gateway.whole.Reply;
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
    public void ended(TurnFold whole) {
        send(200, whole);
    }

    /** The client can ask for it again, also at another gateway. */
    @Override
    public void cutShort(TurnFold soFar) {
        send(unended, soFar);
    }

    private void send(int status, TurnFold fold) {
        head.run();
        JsonResponse.send(request.response(), status, TurnSnapshot.of(session, turn, fold));
    }
}
