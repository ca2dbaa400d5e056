package dev.rivulet.gateway.sessions;

import dev.rivulet.gateway.cluster.Cluster;
import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.lookup.TurnAddress;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /v1/sessions/{session}/turns/{turn}}: the turn as it is now. */
public record GetTurn(Desk desk) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        SessionId session = Parameters.session(request);
        TurnId turn = Parameters.turn(request);
        Cluster cluster = desk.services().gate().require();
        Headers.name(request.response(), session, turn);
        TurnAddress address = TurnAddress.of(session, turn, cluster.partitions());
        desk.blocking(request, () -> cluster.snapshots().of(address, session),
                snapshot -> JsonResponse.send(request.response(), 200, snapshot));
    }
}
