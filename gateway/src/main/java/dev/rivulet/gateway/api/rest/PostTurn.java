package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.submit.IdempotencyKey;
import dev.rivulet.gateway.submit.KeyedTurn;
import dev.rivulet.gateway.submit.NewTurn;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.gateway.submit.TurnMaxima;
import dev.rivulet.gateway.submit.TurnRequest;
import dev.rivulet.schemas.SessionId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code POST /v1/sessions/{session}/turns}: accepts a turn. PendingReplies with the stream itself for a client that accepts
 * event streams; with the whole turn for one that waits; else with 202. Never before Kafka has the prompt.
 */
public record PostTurn(Desk desk) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        SessionId session = Parameters.session(request);
        TurnAnswer answer = TurnAnswer.wanted(request, desk);
        JsonRequest body = JsonRequest.of(request.body().buffer());
        TurnDraft draft = TurnRequest.read(body, TurnMaxima.of(desk.services().gateway()))
                .requireAtMost(desk.services().gateway().maxPromptChars());
        Optional<IdempotencyKey> key = IdempotencyKey.read(IdempotencyKey.ofHeader(request), body,
                desk.services().gateway().turnIdTolerance());
        if (key.isPresent()) {
            desk.then(request, KeyedTurn.mint(desk.services(), session, draft, key.get()).decide(), answer::again);
        } else {
            answer.first(NewTurn.mint(desk.services(), session, draft));
        }
    }
}
