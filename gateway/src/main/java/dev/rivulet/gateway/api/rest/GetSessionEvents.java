package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.stream.follow.FollowStart;
import dev.rivulet.gateway.stream.follow.SessionFraming;
import dev.rivulet.gateway.stream.follow.SessionLookup;
import dev.rivulet.gateway.stream.follow.SessionShaper;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaping;
import dev.rivulet.gateway.stream.sse.SseStream;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code GET /v1/sessions/{session}/events}: every turn of the session, from now on, from a cursor on, or from the first that
 * Kafka still has. Does not end by itself.
 */
public record GetSessionEvents(Desk desk) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        SessionId session = Parameters.session(request);
        Optional<Cursor> cursor = Parameters.cursor(request);
        boolean fromStart = Parameters.fromStart(request);
        Shaping shaping = Parameters.shaping(request, desk.services()).requireText();
        SessionLookup lookup = SessionLookup.of(desk.services());
        request.response().putHeader(Headers.SESSION, session.value());
        TurnId asked = desk.services().turnIds().next();
        desk.blocking(request, () -> lookup.beginning(session, cursor, fromStart, asked),
                beginning -> follow(request, lookup.cluster().log(session), beginning,
                        beginning.view(shaping)));
    }

    private void follow(RoutingContext request, EventLog log, FollowStart beginning, ReaderOptions view) {
        SessionFraming framing = new SessionFraming(log.partition().partition());
        int most = desk.services().http().maxStreamBuffer();
        SseStream.following(request.response(), framing,
                sink -> SessionShaper.inFrontOf(sink, view, desk.loop(), most), log, desk)
                .beginAt(beginning.head(), beginning.offset(), beginning.fence());
    }
}
