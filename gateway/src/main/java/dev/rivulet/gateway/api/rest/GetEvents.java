package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.lookup.TurnAddress;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaping;
import dev.rivulet.gateway.stream.sse.NativeFraming;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.stream.sse.StreamParameters;
import dev.rivulet.schemas.TurnId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code GET /v1/sessions/{session}/turns/{turn}/events}: streams a turn's events after a cursor. Without a cursor it
 * streams the text so far as one event, then each event; with {@code from=start} every event; with {@code
 * timestamps=true} the time of each record. Answers 204 if the cursor
 * is that of the turn's end, so that an {@code EventSource} does not reconnect.
 */
public record GetEvents(KafkaAvailability kafka, SseReaders sse, GatewayConfig gateway)
        implements
            Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        OwnedSession session = Parameters.session(request);
        TurnId turn = Parameters.turn(request);
        boolean fromStart = Parameters.fromStart(request);
        Shaping shaping = StreamParameters.shaping(request, gateway.maxThrottle());
        boolean timestamps = Parameters.timestamps(request);
        Optional<Cursor> given = StreamParameters.cursor(request, session, sse.readers().cursors());
        KafkaAccess access = kafka.require();
        sse.withCurrent(request, access, session, given, cursor -> {
            TurnAddress address = access.address(session, turn);
            cursor.ifPresent(address::requireMatch);
            Headers.putTurn(request.response(), session, turn);
            CursorEncoder cursors = sse.readers().cursors().encoder(session, turn,
                    address.cursorPartition());
            sse.resume(request, access, address, cursor, ReaderOptions.of(cursor, fromStart, shaping),
                    new NativeFraming<>(StreamKind.NATIVE, timestamps, cursors::encode), request::fail);
        });
    }
}
