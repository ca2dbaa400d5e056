package dev.rivulet.gateway.sse;

import dev.rivulet.gateway.cluster.Cluster;
import dev.rivulet.gateway.cursor.Cursor;
import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.lookup.TurnAddress;
import dev.rivulet.gateway.shape.View;
import dev.rivulet.gateway.turn.Place;
import dev.rivulet.gateway.turn.TurnLog;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Answers a request for a turn that is there already: finds the place to begin at, then streams. */
public record Resumption(Desk desk, Cluster cluster, TurnAddress address, Optional<Cursor> cursor, View view) {

    private static final int NOTHING_REMAINS = 204;

    /** A reader that leaves changes nothing: the turn is not its own. */
    public void answer(RoutingContext request, Framing framing) {
        desk.blocking(request, this::find, place -> {
            switch (place) {
                case Place.From from -> {
                    TurnLog log = cluster.log(address.partition(), address.turn());
                    new SseStream(request.response(), framing, view, log, desk, () -> {}).beginAt(from);
                }
                case Place.End end -> request.response().setStatusCode(NOTHING_REMAINS).end();
            }
        });
    }

    private Place find() {
        return cluster.finder().place(address, cursor, view.rereads());
    }
}
