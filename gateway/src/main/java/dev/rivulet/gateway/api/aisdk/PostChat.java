package dev.rivulet.gateway.api.aisdk;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.Callers;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonBodies;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.stream.sse.StreamParameters;
import dev.rivulet.gateway.submit.HttpResponder;
import dev.rivulet.gateway.submit.IdempotencyKey;
import dev.rivulet.gateway.submit.SubmittedTurn;
import dev.rivulet.gateway.submit.TurnSubmission;
import dev.rivulet.gateway.submit.TurnSubmitter;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code POST /api/chat}: the request of {@code useChat}. The chat is a session, and the answer is a turn. */
public record PostChat(TurnSubmitter submitter, JsonBodies bodies, SseReaders sse, GatewayConfig gateway)
        implements
            Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        Principal principal = Callers.principal(request);
        String session = request.request().getHeader(Headers.SESSION);
        Optional<IdempotencyKey> key = IdempotencyKey.fromHeader(request);
        ReaderOptions options = ReaderOptions
                .full(StreamParameters.shaping(request, gateway.maxThrottle()).requireText());
        bodies.read(request, body -> read(body, principal, session), chat -> submitter.submit(
                new TurnSubmission(chat.session(), chat.draft(), key), new UiResponder(request, sse, options)));
    }

    private UiRequest read(JsonRequest body, Principal principal, String session) {
        UiRequest chat = UiRequest.read(body, principal, session, gateway);
        chat.draft().requireAtMost(gateway.maxPromptChars());
        return chat;
    }

    private record UiResponder(RoutingContext request, SseReaders sse, ReaderOptions options)
            implements
                HttpResponder {

        @Override
        public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
            return Optional.of(sse.ofTurn(request, new UiFraming(turn.session(), turn.turn(), 0), options,
                    turn.log()));
        }

        @Override
        public void accepted(SubmittedTurn turn) {
            UiStreamWriter.setHeaders(request.response(), turn.session(), turn.turn());
        }
    }
}
