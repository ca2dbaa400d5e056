package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.lookup.TurnSnapshot.Status;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.stream.collect.TurnCollector;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.NativeFraming;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.submit.HttpResponder;
import dev.rivulet.gateway.submit.SubmittedTurn;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** Responds to {@code POST .../turns} in the form that the client wants. */
sealed interface TurnResponder extends HttpResponder {

    /** Sets the headers that name the turn. */
    default void setHeaders(SubmittedTurn turn) {
        Headers.putTurn(request().response(), turn.session(), turn.turn()).putHeader(HttpHeaders.LOCATION,
                TurnAccepted.location(turn.session(), turn.turn()));
    }

    /** Responds with 202 when the turn is accepted. */
    record Accepted(RoutingContext request) implements TurnResponder {

        @Override
        public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
            return Optional.empty();
        }

        @Override
        public void accepted(SubmittedTurn turn) {
            setHeaders(turn);
            JsonResponse.send(request.response(), 202, new TurnAccepted(turn.session(), turn.turn(), Status.QUEUED));
        }
    }

    /** Responds with the stream of the turn's events from the first one. */
    record Streamed(RoutingContext request, SseReaders sse, ReaderOptions options) implements TurnResponder {

        @Override
        public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
            CursorEncoder cursors = sse.readers().cursors().encoder(turn.session(), turn.turn(),
                    turn.log().cursorPartition());
            return Optional.of(
                    sse.ofTurn(request, new NativeFraming<>(StreamKind.NATIVE, cursors::encode), options,
                            turn.log()));
        }

        @Override
        public void accepted(SubmittedTurn turn) {
            setHeaders(turn);
        }
    }

    /**
     * Responds with the whole turn when it has ended, or with 202 and the turn so far when the client's wait is over.
     */
    record Collected(RoutingContext request, SseReaders sse, Duration maxWait) implements TurnResponder {

        @Override
        public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
            return Optional.of(TurnCollector.reader(sse.readers(), request, turn.log(), Optional.of(maxWait),
                    new SnapshotReply(request, turn.session(), turn.turn(), 202, () -> setHeaders(turn))));
        }

        /** Sends nothing yet. */
        @Override
        public void accepted(SubmittedTurn turn) {}
    }
}
