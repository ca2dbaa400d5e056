package dev.rivulet.gateway.stream.sse;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.http.Accept;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.log.lookup.TurnFinder;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Handles the failures of requests for event streams. If a stream cannot be served now, a client that accepts nothing
 * but event streams is answered with an empty one that says why, and when to come back: an {@code EventSource}
 * reconnects after the end of a stream, but never after another status than 200 (ADR 33). All other failures are left
 * to the next handler.
 */
public final class RetryLater implements Handler<RoutingContext> {

    private final ReconnectDelay delay;

    public RetryLater(HttpConfig http) {
        this.delay = new ReconnectDelay(http.reconnectDelay());
    }

    @Override
    public void handle(RoutingContext request) {
        HttpServerResponse response = request.response();
        ProblemException problem = ProblemException.findIn(request.failure()).orElse(null);
        if (problem == null || !isTemporary(request, problem) || !Accept.onlyEventStreams(request.request())
                || response.headWritten() || response.closed()) {
            request.next();
            return;
        }
        Buffer out = Buffer.buffer();
        SseFrame.appendUnavailable(out, problem, delay.nextMillis(problem));
        SseConnection.putHeaders(response).end(out);
    }

    /** A turn that was made just now may become known: its prompt may be on its way. */
    private static boolean isTemporary(RoutingContext request, ProblemException problem) {
        return problem.code().isTemporary() || problem.code() == ProblemCode.UNKNOWN_TURN
                && request.pathParam("turn") != null && TurnFinder.isNew(Parameters.turn(request));
    }
}
