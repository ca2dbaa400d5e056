package dev.rivulet.gateway.sessions;

import dev.rivulet.gateway.cursor.CursorEncoder;
import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.NewTurn;
import dev.rivulet.gateway.idempotency.KeyedTurn;
import dev.rivulet.gateway.shape.View;
import dev.rivulet.gateway.sse.NativeFraming;
import dev.rivulet.gateway.sse.SseStream;
import dev.rivulet.gateway.turn.TurnLog;
import io.vertx.ext.web.RoutingContext;

/** Is the stream of the turn's events itself, from its beginning. */
record StreamedAnswer(RoutingContext request, Desk desk, View view) implements TurnAnswer {

    @Override
    public void first(NewTurn turn) {
        stream(turn).publish(request, turn, () -> TurnAnswer.named(request, turn));
    }

    @Override
    public void again(NewTurn turn) {
        desk.blocking(request, () -> KeyedTurn.beginning(turn), place -> {
            TurnAnswer.named(request, turn);
            stream(turn).beginAt(place);
        });
    }

    private SseStream stream(NewTurn turn) {
        TurnLog log = turn.log();
        NativeFraming framing = new NativeFraming(new CursorEncoder(turn.turn(), log.partition().partition()));
        SseStream stream = new SseStream(request.response(), framing, view, log, desk, () -> {});
        turn.watchIn(desk.services().attendance());
        return stream;
    }
}
