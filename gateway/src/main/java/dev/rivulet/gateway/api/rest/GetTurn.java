package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.lookup.TurnAddress;
import dev.rivulet.gateway.stream.collect.TurnCollector;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** {@code GET /v1/sessions/{session}/turns/{turn}}: the turn as it is now; with {@code wait}, when it has ended. */
public record GetTurn(Desk desk) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        SessionId session = Parameters.session(request);
        TurnId turn = Parameters.turn(request);
        Optional<Duration> patience = Parameters.wait(request, desk.services());
        KafkaAccess cluster = desk.services().gate().require();
        Headers.name(request.response(), session, turn);
        TurnAddress address = TurnAddress.of(session, turn, cluster.partitions());
        desk.blocking(request, () -> cluster.snapshots().of(address, session), snapshot -> {
            if (snapshot.hasEnded() || patience.isEmpty()) {
                JsonResponse.send(request.response(), 200, snapshot);
            } else {
                await(request, cluster, session, address, patience);
            }
        });
    }

    private void await(RoutingContext request, KafkaAccess cluster, SessionId session, TurnAddress address,
            Optional<Duration> patience) {
        TurnCollector whole = new TurnCollector(request, desk, cluster.log(session, address.turn()), patience,
                new WaitedTurn(request, session, address.turn(), 200, () -> {}));
        desk.blocking(request, () -> cluster.finder().beginning(address), whole::beginAt);
    }
}
