package dev.rivulet.gateway.api.eventsource;

import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.submit.HttpResponder;
import dev.rivulet.gateway.submit.SubmittedTurn;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Responds to a submission with the text of its turn.
 *
 * @param early whether the response begins before the turn is submitted, and not when it is accepted
 */
record TextResponder(RoutingContext request, SseReaders sse, StreamSession session, ReaderOptions options,
        boolean early) implements HttpResponder {

    @Override
    public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
        CursorEncoder cursors = session.eventIds(sse.readers().cursors(), turn.turn(), turn.log().cursorPartition());
        ReaderSession<TurnEvent> reader = sse.ofTurn(request, new TextFraming(cursors), options,
                turn.log());
        if (early) {
            setHeaders(turn);
            if (!reader.open()) {
                // A client that does not have the id of the turn would submit another.
                throw ProblemException.shuttingDown("The connection was closed.");
            }
        }
        return Optional.of(reader);
    }

    @Override
    public void accepted(SubmittedTurn turn) {
        if (!early) {
            setHeaders(turn);
        }
    }

    /** The client of an early response was told a problem by the reader. */
    @Override
    public void failed(Throwable failure) {
        Optional<ProblemException> problem = ProblemException.findIn(failure);
        if (early && problem.isPresent()) {
            sse.readers().meters().promptRefused(problem.get().code());
        } else {
            request.fail(failure);
        }
    }

    private void setHeaders(SubmittedTurn turn) {
        Headers.putTurn(request.response(), turn.session(), turn.turn());
    }
}
