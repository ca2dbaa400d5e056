package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.stream.collect.TurnCollector;
import dev.rivulet.gateway.submit.KeyedTurn;
import dev.rivulet.gateway.submit.NewTurn;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** Waits for the turn to end, and has all of it; 202 and what there is by then when that takes too long. */
record WholeAnswer(RoutingContext request, Desk desk, Optional<Duration> patience) implements TurnAnswer {

    @Override
    public void first(NewTurn turn) {
        whole(turn).publish(turn);
    }

    @Override
    public void again(NewTurn turn) {
        desk.blocking(request, () -> KeyedTurn.beginning(turn), whole(turn)::beginAt);
    }

    private TurnCollector whole(NewTurn turn) {
        turn.watchIn(desk.services().attendance());
        return new TurnCollector(request, desk, turn.log(), patience,
                new WaitedTurn(request, turn.session(), turn.turn(), 202, () -> TurnAnswer.named(request, turn)));
    }
}
