package dev.rivulet.gateway.api.aisdk;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.http.Services;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.SseStream;
import dev.rivulet.gateway.submit.IdempotencyKey;
import dev.rivulet.gateway.submit.KeyedTurn;
import dev.rivulet.gateway.submit.NewTurn;
import dev.rivulet.gateway.submit.TurnMaxima;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code POST /api/chat}: what {@code useChat} sends. The chat is a session, the answer a turn of it. */
public record PostChat(Desk desk) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        Services services = desk.services();
        UiRequest chat = UiRequest.read(JsonRequest.of(request.body().buffer()),
                request.request().getHeader(Headers.SESSION), TurnMaxima.of(services.gateway()));
        chat.draft().requireAtMost(services.gateway().maxPromptChars());
        ReaderOptions view = ReaderOptions.whole(Parameters.shaping(request, services).requireText());
        Optional<IdempotencyKey> key = IdempotencyKey.ofHeader(request);
        if (key.isPresent()) {
            desk.then(request, KeyedTurn.mint(services, chat.session(), chat.draft(), key.get()).decide(),
                    turn -> desk.blocking(request, () -> KeyedTurn.beginning(turn), place -> {
                        UiStream.head(request.response(), turn.session(), turn.turn());
                        stream(request, view, turn).beginAt(place);
                    }));
        } else {
            NewTurn turn = NewTurn.mint(services, chat.session(), chat.draft());
            stream(request, view, turn).publish(request, turn,
                    () -> UiStream.head(request.response(), turn.session(), turn.turn()));
        }
    }

    private SseStream stream(RoutingContext request, ReaderOptions view, NewTurn turn) {
        turn.watchIn(desk.services().attendance());
        return new SseStream(request.response(), new UiFraming(turn.session(), turn.turn(), 0), view, turn.log(), desk,
                () -> {});
    }
}
