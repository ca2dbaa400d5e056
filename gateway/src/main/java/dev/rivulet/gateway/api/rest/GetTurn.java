package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.http.Lookups;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.lookup.TurnAddress;
import dev.rivulet.gateway.stream.Readers;
import dev.rivulet.gateway.stream.collect.TurnCollector;
import dev.rivulet.schemas.TurnId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** {@code GET /v1/sessions/{session}/turns/{turn}}: returns the turn now, or with {@code wait} when it has ended. */
public record GetTurn(KafkaAvailability kafka, Readers readers, HttpConfig http) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        OwnedSession session = Parameters.session(request);
        TurnId turn = Parameters.turn(request);
        Optional<Duration> maxWait = Parameters.waitTimeout(request, http.maxWait());
        KafkaAccess access = kafka.require();
        Headers.putTurn(request.response(), session, turn);
        TurnAddress address = access.address(session, turn);
        Lookups.run(request, readers.loop(), () -> access.snapshots().read(address), snapshot -> {
            if (snapshot.hasEnded() || maxWait.isEmpty()) {
                JsonResponse.send(request.response(), 200, snapshot);
            } else {
                await(request, access, session, address, maxWait);
            }
        });
    }

    private void await(RoutingContext request, KafkaAccess access, OwnedSession session, TurnAddress address,
            Optional<Duration> maxWait) {
        Lookups.run(request, readers.loop(), () -> access.finder().firstPosition(address),
                from -> TurnCollector.reader(readers, request, access.turnLog(session, address.turn()), maxWait,
                        new SnapshotReply(request, session, address.turn(), 200, () -> {}))
                        .beginAt(from.offset(), from.filter()));
    }
}
