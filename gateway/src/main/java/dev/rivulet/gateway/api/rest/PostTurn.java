package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.stream.sse.StreamParameters;
import dev.rivulet.gateway.submit.IdempotencyKey;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.gateway.submit.TurnRequest;
import dev.rivulet.gateway.submit.TurnSubmission;
import dev.rivulet.gateway.submit.TurnSubmitter;
import dev.rivulet.schemas.SessionId;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code POST /v1/sessions/{session}/turns}: accepts a turn. Answers with the stream of its events if the client accepts
 * event streams, with the whole turn if the client waits, otherwise with 202. Never answers before Kafka has the prompt.
 */
public record PostTurn(TurnSubmitter submitter, SseReaders sse, GatewayConfig gateway, HttpConfig http)
        implements
            Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        SessionId session = Parameters.session(request);
        TurnAnswer answer = answer(request);
        JsonRequest body = JsonRequest.of(request.body().buffer());
        TurnDraft draft = TurnRequest.read(body, gateway).requireAtMost(gateway.maxPromptChars());
        Optional<IdempotencyKey> key = IdempotencyKey.read(IdempotencyKey.ofHeader(request), body,
                gateway.turnIdTolerance());
        submitter.submit(new TurnSubmission(session, draft, key), answer);
    }

    /** @throws ProblemException {@code invalid_value} */
    private TurnAnswer answer(RoutingContext request) {
        ReaderOptions options = ReaderOptions.whole(StreamParameters.shaping(request, gateway.maxThrottle()));
        Optional<Duration> patience = Parameters.waitTimeout(request, http.maxWait());
        String accept = request.request().getHeader(HttpHeaders.ACCEPT);
        if (accept != null && accept.contains(Headers.EVENT_STREAM)) {
            return new TurnAnswer.Streamed(request, sse, options);
        }
        return patience.isPresent()
                ? new TurnAnswer.Collected(request, sse, patience.get())
                : new TurnAnswer.Accepted(request);
    }
}
