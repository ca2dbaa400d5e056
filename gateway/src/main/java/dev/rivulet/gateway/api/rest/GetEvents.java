package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.lookup.TurnAddress;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.NativeFraming;
import dev.rivulet.gateway.stream.sse.Resumption;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code GET /v1/sessions/{session}/turns/{turn}/events}: a turn's events after a cursor; without one the text so
 * far as one event and then what follows, or every event ({@code from=start}). 204 when the cursor is that of the turn's end, which stops an {@code EventSource} from coming back.
 */
public record GetEvents(Desk desk) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        SessionId session = Parameters.session(request);
        TurnId turn = Parameters.turn(request);
        Optional<Cursor> cursor = Parameters.cursor(request);
        ReaderOptions view = ReaderOptions.of(cursor, Parameters.fromStart(request),
                Parameters.shaping(request, desk.services()));
        KafkaAccess cluster = desk.services().gate().require();
        TurnAddress address = TurnAddress.of(session, turn, cluster.partitions());
        cursor.ifPresent(address::requireMine);
        Headers.name(request.response(), session, turn);
        NativeFraming framing = new NativeFraming(new CursorEncoder(turn, address.partition()));
        new Resumption(desk, cluster, address, cursor, view).answer(request, framing);
    }

}
