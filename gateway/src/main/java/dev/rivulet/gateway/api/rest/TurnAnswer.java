package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.submit.NewTurn;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** How the client that asks for a turn wants to be answered. */
sealed interface TurnAnswer permits AcceptedAnswer, StreamedAnswer, WholeAnswer {

    /** @throws ProblemException {@code invalid_value} */
    static TurnAnswer wanted(RoutingContext request, Desk desk) {
        ReaderOptions view = ReaderOptions.whole(Parameters.shaping(request, desk.services()));
        Optional<Duration> patience = Parameters.wait(request, desk.services());
        String accept = request.request().getHeader(HttpHeaders.ACCEPT);
        if (accept != null && accept.contains(Headers.EVENT_STREAM)) {
            return new StreamedAnswer(request, desk, view);
        }
        return patience.isPresent() ? new WholeAnswer(request, desk, patience) : new AcceptedAnswer(request, desk);
    }

    /** Publishes a turn that is new, and answers. */
    void first(NewTurn turn);

    /** PendingReplies for a turn that may have begun, or ended, long ago. */
    void again(NewTurn turn);

    /** Says in the response's head which turn it is. */
    static HttpServerResponse named(RoutingContext request, NewTurn turn) {
        return Headers.name(request.response(), turn.session(), turn.turn()).putHeader(HttpHeaders.LOCATION,
                TurnAccepted.location(turn.session(), turn.turn()));
    }
}
