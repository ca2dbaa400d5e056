package dev.rivulet.gateway.api.eventsource;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.Accept;
import dev.rivulet.gateway.http.Callers;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.KafkaAvailability;
import dev.rivulet.gateway.log.SessionIds;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.lookup.TurnAddress;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaping;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.stream.sse.StreamParameters;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.gateway.submit.TurnSubmission;
import dev.rivulet.gateway.submit.TurnSubmitter;
import dev.rivulet.schemas.TurnId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code GET /stream?prompt=...}: submits a prompt and streams its answer as text for a browser's {@code EventSource}.
 * A request with a {@code Last-Event-ID}, which a browser sends when it reconnects, continues the same turn, and is
 * answered with 204 after the turn's end.
 *
 * <p>A browser repeats the same URL when it reconnects, so the turn's id must reach it before Kafka may have the
 * prompt: the response begins at once, with the id of the turn's beginning. A browser that comes back with that id
 * submits the same turn again if Kafka does not know it (ADR 33).
 */
public record GetStream(KafkaAvailability kafka, TurnSubmitter submitter, SseReaders sse, GatewayConfig gateway,
        TurnIds ids, SessionIds sessions) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        Optional<String> lastEventId = Parameters.lastEventId(request);
        Principal principal = Callers.principal(request);
        Optional<OwnedSession> named = Parameters.query(request, "session")
                .map(text -> Parameters.session(principal, text, "session"));
        Shaping shaping = StreamParameters.shaping(request, gateway.maxThrottle()).requireText();
        if (lastEventId.isPresent()) {
            StreamSession session = StreamSession.of(principal, named, lastEventId.get());
            Optional<Cursor> given = Optional.of(session.cursor(sse.readers().cursors(), lastEventId.get()));
            KafkaAccess access = kafka.require();
            sse.withCurrent(request, access, session.id(), given,
                    cursor -> resume(request, access, session, cursor.orElseThrow(), shaping));
        } else {
            submit(request, named.map(StreamSession::named).orElseGet(() -> StreamSession.make(principal, sessions)),
                    shaping);
        }
    }

    private void submit(RoutingContext request, StreamSession session, Shaping shaping) {
        submitter.submit(submission(request, session, ids.next()), new TextResponder(request, sse, session,
                ReaderOptions.full(shaping), Accept.onlyEventStreams(request.request())));
    }

    private void resume(RoutingContext request, KafkaAccess access, StreamSession session, Cursor cursor,
            Shaping shaping) {
        TurnAddress address = access.address(session.id(), cursor.turn());
        address.requireMatch(cursor);
        Headers.putTurn(request.response(), session.id(), cursor.turn());
        sse.resume(request, access, address, Optional.of(cursor), ReaderOptions.after(cursor, shaping),
                new TextFraming(session.eventIds(sse.readers().cursors(), cursor.turn(), cursor.partition()), cursor),
                failure -> {
                    if (!isUnsubmitted(request, cursor, failure)) {
                        request.fail(failure);
                        return;
                    }
                    try {
                        submitAgain(request, session, cursor, shaping);
                    } catch (RuntimeException refused) {
                        request.fail(refused);
                    }
                });
    }

    /** Returns whether the client was told the turn's id, and Kafka has no prompt with it. */
    private static boolean isUnsubmitted(RoutingContext request, Cursor cursor, Throwable failure) {
        return cursor.isBeforeFirstEvent() && Parameters.query(request, "prompt").isPresent()
                && ProblemException.findIn(failure).map(ProblemException::code)
                        .filter(ProblemCode.UNKNOWN_TURN::equals).isPresent();
    }

    /**
     * Submits the turn that the client was told. Its prompt was not published, or is on its way. If it is too old for
     * that, the prompt is submitted as a new turn: coordinators refuse turns that claim to have waited for long.
     */
    private void submitAgain(RoutingContext request, StreamSession session, Cursor cursor, Shaping shaping) {
        if (Duration.ofMillis(System.currentTimeMillis() - cursor.turn().timestamp())
                .compareTo(gateway.turnIdTolerance()) > 0) {
            submit(request, session, shaping);
        } else {
            submitter.submitAgain(submission(request, session, cursor.turn()),
                    new TextResponder(request, sse, session, ReaderOptions.full(shaping), false));
        }
    }

    private TurnSubmission submission(RoutingContext request, StreamSession session, TurnId turn) {
        TurnDraft draft = StreamQuery.read(request).requireAtMost(gateway.maxPromptChars());
        return new TurnSubmission(session.id(), turn, draft, Optional.empty(), session.isMade());
    }
}
