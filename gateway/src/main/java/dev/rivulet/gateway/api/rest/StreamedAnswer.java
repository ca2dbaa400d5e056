package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.NativeFraming;
import dev.rivulet.gateway.stream.sse.SseStream;
import dev.rivulet.gateway.submit.KeyedTurn;
import dev.rivulet.gateway.submit.NewTurn;
import io.vertx.ext.web.RoutingContext;

/** Is the stream of the turn's events itself, from its beginning. */
record StreamedAnswer(RoutingContext request, Desk desk, ReaderOptions view) implements TurnAnswer {

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
