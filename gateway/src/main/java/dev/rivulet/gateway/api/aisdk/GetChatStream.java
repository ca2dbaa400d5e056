package dev.rivulet.gateway.api.aisdk;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.Lookups;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.log.lookup.StartPosition;
import dev.rivulet.gateway.stream.follow.SessionLookup;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.stream.sse.StreamParameters;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.SessionState;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code GET /api/chat/{session}/stream}: streams the turn that runs in the session, from its beginning, for a client
 * that reconnects. Asks the session's coordinator which turn that is. Answers 204 if no turn runs.
 */
public record GetChatStream(KafkaAvailability kafka, SseReaders sse, GatewayConfig gateway)
        implements
            Handler<RoutingContext> {

    private static final int NO_CONTENT = 204;

    @Override
    public void handle(RoutingContext request) {
        OwnedSession session = Parameters.session(request);
        ReaderOptions options = ReaderOptions
                .withSnapshot(StreamParameters.shaping(request, gateway.maxThrottle()).requireText());
        KafkaAccess access = kafka.require();
        Lookups.run(request, sse.readers().loop(), () -> openTurn(access, sse.readers().cursors(), session),
                turn -> turn.ifPresentOrElse(open -> resume(request, options, access, session, open),
                        () -> request.response().setStatusCode(NO_CONTENT).end()));
    }

    private static Optional<OpenTurn> openTurn(KafkaAccess access, Cursors cursors, OwnedSession session) {
        return new SessionLookup(access, cursors, 0).openTurn(session).map(open -> new OpenTurn(open,
                access.finder().firstPosition(access.address(session, open.turnId()))));
    }

    private void resume(RoutingContext request, ReaderOptions options, KafkaAccess access, OwnedSession session,
            OpenTurn open) {
        TurnId turn = open.state().turnId();
        UiStreamWriter.setHeaders(request.response(), session, turn);
        sse.ofTurn(request, new UiFraming(session, turn, open.state().attempt()), options,
                access.turnLog(session, turn)).beginAt(open.start().offset(), open.start().filter());
    }

    private record OpenTurn(SessionState.Open state, StartPosition.From start) {}
}
