package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonBodies;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.stream.sse.StreamParameters;
import dev.rivulet.gateway.submit.IdempotencyKey;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.gateway.submit.TurnRequest;
import dev.rivulet.gateway.submit.TurnSubmission;
import dev.rivulet.gateway.submit.TurnSubmitter;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code POST /v1/sessions/{session}/turns}: submits a turn. Responds with the stream of its events if the client
 * accepts event streams, with the whole turn if the client waits, otherwise with 202. Responds when Kafka has the
 * prompt.
 */
public record PostTurn(TurnSubmitter submitter, JsonBodies bodies, SseReaders sse, GatewayConfig gateway,
        HttpConfig http)
        implements
            Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        OwnedSession session = Parameters.session(request);
        TurnResponder responder = responder(request);
        Optional<IdempotencyKey> header = IdempotencyKey.fromHeader(request);
        bodies.read(request, body -> submission(session, header, body),
                submission -> submitter.submit(submission, responder));
    }

    private TurnSubmission submission(OwnedSession session, Optional<IdempotencyKey> header, JsonRequest body) {
        TurnRequest.requireKnownFields(body);
        TurnDraft draft = TurnRequest.read(body, gateway).requireAtMost(gateway.maxPromptChars());
        return new TurnSubmission(session, draft, IdempotencyKey.read(header, body, gateway.turnIdTolerance()));
    }

    /** @throws ProblemException {@code invalid_value} */
    private TurnResponder responder(RoutingContext request) {
        ReaderOptions options = ReaderOptions.full(StreamParameters.shaping(request, gateway.maxThrottle()));
        Optional<Duration> maxWait = Parameters.waitTimeout(request, http.maxWait());
        String accept = request.request().getHeader(HttpHeaders.ACCEPT);
        if (accept != null && accept.contains(Headers.EVENT_STREAM)) {
            return new TurnResponder.Streamed(request, sse, options);
        }
        return maxWait.isPresent()
                ? new TurnResponder.Collected(request, sse, maxWait.get())
                : new TurnResponder.Accepted(request);
    }
}
