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
        Optional<String> lastEventId = Parameters.lastEventId(request);
        Optional<SessionId> named = Parameters.query(request, "session")
                .map(text -> Parameters.session(text, "session"));
        Shaping shaping = StreamParameters.shaping(request, gateway.maxThrottle()).requireText();
        if (lastEventId.isPresent()) {
            StreamSession session = StreamSession.of(named, lastEventId.get());
            resume(request, session, session.cursor(lastEventId.get()), shaping);
        } else {
            TurnDraft draft = StreamQuery.read(request).requireAtMost(gateway.maxPromptChars());
            StreamSession session = named.map(StreamSession::named).orElseGet(StreamSession::make);
            submitter.submit(new TurnSubmission(session.id(), draft, Optional.empty(), named.isEmpty()),
                    new TextResponder(request, sse, session, ReaderOptions.full(shaping)));
        }
    }

    private void resume(RoutingContext request, StreamSession session, Cursor cursor, Shaping shaping) {
        KafkaAccess access = kafka.require();
        TurnAddress address = access.address(session.id(), cursor.turn());
        address.requireMatch(cursor);
        Headers.putTurn(request.response(), session.id(), cursor.turn());
        sse.resume(request, access, address, Optional.of(cursor), ReaderOptions.after(cursor, shaping),
                new TextFraming(session.eventIds(cursor.turn(), cursor.partition()), !cursor.isBeforeFirstEvent()));
    }

    private record TextResponder(RoutingContext request, SseReaders sse, StreamSession session, ReaderOptions options)
            implements
                HttpResponder {

        @Override
        public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
            CursorEncoder cursors = session.eventIds(turn.turn(), turn.log().partition());
            return Optional
                    .of(sse.ofTurn(request.response(), new TextFraming(cursors, false), options, turn.log()));
        }

        @Override
        public void accepted(SubmittedTurn turn) {
            Headers.putTurn(request.response(), turn.session(), turn.turn());
        }
    }
}
