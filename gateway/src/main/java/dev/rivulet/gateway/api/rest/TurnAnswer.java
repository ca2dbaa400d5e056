package dev.rivulet.gateway.api.rest;

import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.lookup.TurnSnapshot.Status;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.stream.collect.TurnCollector;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.NativeFraming;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.submit.SubmissionListener;
import dev.rivulet.gateway.submit.SubmittedTurn;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** How a client that submits a turn wants to be answered. */
sealed interface TurnAnswer extends SubmissionListener {

    RoutingContext request();

    @Override
    default void failed(Throwable failure) {
        request().fail(failure);
    }

    /** Sets the headers that say which turn it is. */
    default void name(SubmittedTurn turn) {
        Headers.putTurn(request().response(), turn.session(), turn.turn()).putHeader(HttpHeaders.LOCATION,
                TurnAccepted.location(turn.session(), turn.turn()));
    }

    /** With 202, as soon as the turn is accepted. */
    record Accepted(RoutingContext request) implements TurnAnswer {

        @Override
        public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
            return Optional.empty();
        }

        @Override
        public void accepted(SubmittedTurn turn) {
            name(turn);
            JsonResponse.send(request.response(), 202, new TurnAccepted(turn.session(), turn.turn(), Status.QUEUED));
        }
    }

    /** With the stream of the turn's events, from the first one. */
    record Streamed(RoutingContext request, SseReaders sse, ReaderOptions options) implements TurnAnswer {

        @Override
        public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
            CursorEncoder cursors = new CursorEncoder(turn.turn(), turn.log().partition());
            return Optional.of(
                    sse.ofTurn(request.response(), new NativeFraming<>(cursors::encode), options, turn.log()));
        }

        @Override
        public void accepted(SubmittedTurn turn) {
            name(turn);
        }
    }

    /** With the whole turn when it has ended; with 202 and what there is if that takes too long. */
    record Collected(RoutingContext request, SseReaders sse, Duration patience) implements TurnAnswer {

        @Override
        public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
            return Optional.of(TurnCollector.reader(sse.readers(), request, turn.log(), Optional.of(patience),
                    new SnapshotReply(request, turn.session(), turn.turn(), 202, () -> name(turn))));
        }

        /** The response is sent later. */
        @Override
        public void accepted(SubmittedTurn turn) {}
    }
}
