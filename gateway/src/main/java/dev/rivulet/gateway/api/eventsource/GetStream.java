package dev.rivulet.gateway.api.eventsource;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.log.lookup.TurnAddress;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaping;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.stream.sse.StreamParameters;
import dev.rivulet.gateway.submit.HttpResponder;
import dev.rivulet.gateway.submit.SubmittedTurn;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.gateway.submit.TurnSubmission;
import dev.rivulet.gateway.submit.TurnSubmitter;
import dev.rivulet.schemas.SessionId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code GET /stream?prompt=...}: submits a prompt and streams its answer as text for a browser's {@code EventSource}.
 * A request with a {@code Last-Event-ID}, which a browser sends when it reconnects, continues the same turn, and is
 * answered with 204 after the turn's end.
 */
public record GetStream(KafkaAvailability kafka, TurnSubmitter submitter, SseReaders sse, GatewayConfig gateway)
        implements
            Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        Optional<Cursor> cursor = StreamParameters.cursor(request);
        Optional<SessionId> session = Parameters.query(request, "session")
                .map(text -> Parameters.session(text, "session"));
        Shaping shaping = StreamParameters.shaping(request, gateway.maxThrottle()).requireText();
        if (cursor.isPresent()) {
            resume(request, cursor.get(), shaping);
        } else {
            TurnDraft draft = StreamQuery.read(request).requireAtMost(gateway.maxPromptChars());
            TurnSubmission submission = session.map(named -> new TurnSubmission(named, draft, Optional.empty()))
                    .orElseGet(() -> TurnSubmission.ephemeral(new SessionId("s-" + UUID.randomUUID()), draft,
                            Optional.empty()));
            submitter.submit(submission, new TextResponder(request, sse, ReaderOptions.full(shaping)));
        }
    }

    /** The cursor alone identifies the turn: a session that was generated here is not in the URL. */
    private void resume(RoutingContext request, Cursor cursor, Shaping shaping) {
        KafkaAccess access = kafka.require();
        if (cursor.partition() >= access.partitions()) {
            throw new ProblemException(ProblemCode.INVALID_CURSOR, "This is not a cursor that Rivulet gave out.",
                    "cursor");
        }
        request.response().putHeader(Headers.TURN, cursor.turn().toString());
        CursorEncoder cursors = new CursorEncoder(cursor.turn(), cursor.partition());
        sse.resume(request, access, TurnAddress.of(cursor), Optional.of(cursor), ReaderOptions.after(cursor, shaping),
                new TextFraming(cursors, !cursor.isBeforeFirstEvent()));
    }

    private record TextResponder(RoutingContext request, SseReaders sse, ReaderOptions options)
            implements
                HttpResponder {

        @Override
        public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
            CursorEncoder cursors = new CursorEncoder(turn.turn(), turn.log().partition());
            return Optional
                    .of(sse.ofTurn(request.response(), new TextFraming(cursors, false), options, turn.log()));
        }

        @Override
        public void accepted(SubmittedTurn turn) {
            Headers.putTurn(request.response(), turn.session(), turn.turn());
        }
    }
}
