package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.lookup.StartPosition;
import dev.rivulet.gateway.log.lookup.TurnAddress;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** PendingReplies a request for a turn that is there already: finds the place to begin at, then streams. */
public record Resumption(Desk desk, KafkaAccess cluster, TurnAddress address, Optional<Cursor> cursor,
        ReaderOptions view) {

    private static final int NOTHING_REMAINS = 204;

    /** A reader that leaves changes nothing: the turn is not its own. */
    public void answer(RoutingContext request, Framing framing) {
        desk.blocking(request, this::find, place -> {
            switch (place) {
                case StartPosition.From from -> {
                    TurnLog log = cluster.log(address.partition(), address.turn());
                    new SseStream(request.response(), framing, view, log, desk, () -> {}).beginAt(from);
                }
                case StartPosition.End end -> request.response().setStatusCode(NOTHING_REMAINS).end();
            }
        });
    }

    private StartPosition find() {
        return cluster.finder().place(address, cursor, view.rereads());
    }
}
