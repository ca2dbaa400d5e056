package dev.rivulet.gateway.sessions;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.JsonFields;
import dev.rivulet.gateway.http.NewTurn;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.http.TurnDraft;
import dev.rivulet.gateway.idempotency.KeyedTurn;
import dev.rivulet.gateway.idempotency.RequestKey;
import dev.rivulet.schemas.SessionId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code POST /v1/sessions/{session}/turns}: accepts a turn. Answers with the stream itself for a client that accepts
 * event streams; with the whole turn for one that waits; else with 202. Never before Kafka has the prompt.
 */
public record PostTurn(Desk desk) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        SessionId session = Parameters.session(request);
        TurnAnswer answer = TurnAnswer.wanted(request, desk);
        JsonFields body = JsonFields.of(request.body().buffer());
        TurnDraft draft = TurnRequest.read(body, TurnMaxima.of(desk.services().gateway()))
                .requireAtMost(desk.services().gateway().maxPromptChars());
        Optional<RequestKey> key = RequestKey.read(RequestKey.ofHeader(request), body,
                desk.services().gateway().turnIdTolerance());
        if (key.isPresent()) {
            desk.then(request, KeyedTurn.mint(desk.services(), session, draft, key.get()).decide(), answer::again);
        } else {
            answer.first(NewTurn.mint(desk.services(), session, draft));
        }
    }
}
