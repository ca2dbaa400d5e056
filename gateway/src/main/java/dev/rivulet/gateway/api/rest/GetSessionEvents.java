package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.Lookups;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.EventLog;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.stream.follow.FollowStart;
import dev.rivulet.gateway.stream.follow.SessionCursors;
import dev.rivulet.gateway.stream.follow.SessionEvent;
import dev.rivulet.gateway.stream.follow.SessionLookup;
import dev.rivulet.gateway.stream.follow.SessionShaper;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaping;
import dev.rivulet.gateway.stream.sse.NativeFraming;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.stream.sse.StreamParameters;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code GET /v1/sessions/{session}/events}: streams the events of all turns of a session: from now on, after a cursor,
 * or from the oldest that Kafka holds. The stream has no end of its own.
 */
public record GetSessionEvents(KafkaAvailability kafka, SseReaders sse, GatewayConfig gateway)
        implements
            Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        OwnedSession session = Parameters.session(request);
        Optional<Cursor> cursor = StreamParameters.cursor(request, session, sse.readers().cursors());
        boolean fromStart = Parameters.fromStart(request);
        Shaping shaping = StreamParameters.shaping(request, gateway.maxThrottle()).requireText();
        KafkaAccess access = kafka.require();
        SessionLookup lookup = new SessionLookup(access, sse.readers().cursors(), sse.http().maxStreamBuffer());
        request.response().putHeader(Headers.SESSION, session.name());
        Lookups.run(request, sse.readers().loop(), () -> lookup.start(session, cursor, fromStart),
                start -> follow(request, session, cursor.isPresent(), access.sessionEvents(session), start,
                        start.options(shaping)));
    }

    private void follow(RoutingContext request, OwnedSession session, boolean resumes, EventLog log, FollowStart start,
            ReaderOptions options) {
        SessionCursors cursors = new SessionCursors(sse.readers().cursors(), session, log.cursorPartition());
        ReaderSession<SessionEvent> reader = sse.ofSession(request,
                new NativeFraming<>(StreamKind.FOLLOW, cursors::encode),
                sink -> SessionShaper.wrap(sink, options, sse.readers().loop(), sse.http().maxStreamBuffer()), log);
        reader.countAsFollower(session, resumes, SessionEvent::watching);
        reader.beginAt(start.head(), start.offset(), start.filter());
    }
}
