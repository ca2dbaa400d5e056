package dev.rivulet.gateway.api.aisdk;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.lookup.StartPosition;
import dev.rivulet.gateway.log.lookup.TurnAddress;
import dev.rivulet.gateway.stream.follow.SessionLookup;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.SseStream;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.SessionState;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code GET /api/chat/{session}/stream}: the answer that is being given, from its beginning, for a client that lost it
 * or never had it. Which turn that is, the session's coordinator says. 204 when nothing runs.
 */
public record GetChatStream(Desk desk) implements Handler<RoutingContext> {

    private static final int NOTHING_RUNS = 204;

    @Override
    public void handle(RoutingContext request) {
        SessionId session = Parameters.session(request);
        ReaderOptions view = ReaderOptions.late(Parameters.shaping(request, desk.services()).requireText());
        KafkaAccess cluster = desk.services().gate().require();
        TurnId question = desk.services().turnIds().next();
        desk.blocking(request, () -> find(cluster, session, question), found -> found.ifPresentOrElse(
                open -> resume(request, view, cluster, session, open),
                () -> request.response().setStatusCode(NOTHING_RUNS).end()));
    }

    private Optional<Found> find(KafkaAccess cluster, SessionId session, TurnId question) {
        return SessionLookup.of(desk.services()).open(session, question).map(open -> new Found(open,
                cluster.finder().beginning(TurnAddress.of(session, open.turnId(), cluster.partitions()))));
    }

    /** A reader that leaves changes nothing, unless the turn is to end with its last one. */
    private void resume(RoutingContext request, ReaderOptions view, KafkaAccess cluster, SessionId session,
            Found found) {
        TurnId turn = found.open().turnId();
        UiStream.head(request.response(), session, turn);
        UiFraming framing = new UiFraming(session, turn, found.open().attempt());
        new SseStream(request.response(), framing, view, cluster.log(session, turn), desk, () -> {})
                .beginAt(found.begin());
    }

    private record Found(SessionState.Open open, StartPosition.From begin) {}
}
