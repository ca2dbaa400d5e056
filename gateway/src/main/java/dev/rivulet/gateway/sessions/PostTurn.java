package dev.rivulet.gateway.sessions;

import dev.rivulet.gateway.cursor.CursorEncoder;
import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonFields;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.http.NewTurn;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.http.TurnDraft;
import dev.rivulet.gateway.idempotency.KeyedTurn;
import dev.rivulet.gateway.idempotency.RequestKey;
import dev.rivulet.gateway.lookup.TurnSnapshot.Status;
import dev.rivulet.gateway.shape.View;
import dev.rivulet.gateway.sse.NativeFraming;
import dev.rivulet.gateway.sse.SseStream;
import dev.rivulet.gateway.turn.TurnLog;
import dev.rivulet.schemas.SessionId;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code POST /v1/sessions/{session}/turns}: accepts a turn. Answers with 202, or with the stream itself for a client
 * that accepts event streams; either way only when Kafka has the prompt.
 */
public record PostTurn(Desk desk) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        SessionId session = Parameters.session(request);
        View view = View.whole(Parameters.shaping(request, desk.services()));
        JsonFields body = JsonFields.of(request.body().buffer());
        TurnDraft draft = TurnRequest.read(body, TurnMaxima.of(desk.services().gateway()))
                .requireAtMost(desk.services().gateway().maxPromptChars());
        Optional<RequestKey> key = RequestKey.read(RequestKey.ofHeader(request), body,
                desk.services().gateway().turnIdTolerance());
        String accept = request.request().getHeader(HttpHeaders.ACCEPT);
        boolean stream = accept != null && accept.contains(Headers.EVENT_STREAM);
        if (key.isPresent()) {
            desk.then(request, KeyedTurn.mint(desk.services(), session, draft, key.get()).decide(),
                    stream ? turn -> streamAgain(request, turn, view) : turn -> accepted(request, turn));
            return;
        }
        NewTurn turn = NewTurn.mint(desk.services(), session, draft);
        if (stream) {
            stream(request, turn, view);
        } else {
            desk.then(request, turn.publish(), acknowledged -> accepted(request, turn));
        }
    }

    private static void accepted(RoutingContext request, NewTurn turn) {
        JsonResponse.send(named(request, turn), 202, new TurnAccepted(turn.session(), turn.turn(), Status.QUEUED));
    }

    private void stream(RoutingContext request, NewTurn turn, View view) {
        sse(request, turn, view).publish(request, turn, () -> named(request, turn));
    }

    /** From its beginning, wherever the turn is by now. */
    private void streamAgain(RoutingContext request, NewTurn turn, View view) {
        desk.blocking(request, () -> KeyedTurn.beginning(turn), place -> {
            named(request, turn);
            sse(request, turn, view).beginAt(place);
        });
    }

    private SseStream sse(RoutingContext request, NewTurn turn, View view) {
        TurnLog log = turn.log();
        NativeFraming framing = new NativeFraming(new CursorEncoder(turn.turn(), log.partition().partition()));
        SseStream stream = new SseStream(request.response(), framing, view, log, desk, () -> {});
        turn.watchIn(desk.services().attendance());
        return stream;
    }

    private static HttpServerResponse named(RoutingContext request, NewTurn turn) {
        return Headers.name(request.response(), turn.session(), turn.turn()).putHeader(HttpHeaders.LOCATION,
                TurnAccepted.location(turn.session(), turn.turn()));
    }
}
