package dev.rivulet.gateway.api.eventsource;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.log.KafkaAccess;
import dev.rivulet.gateway.log.TurnLog;
import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.lookup.TurnAddress;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.shape.Shaping;
import dev.rivulet.gateway.stream.sse.Resumption;
import dev.rivulet.gateway.stream.sse.SseStream;
import dev.rivulet.gateway.submit.NewTurn;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.schemas.SessionId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code GET /stream?prompt=...}: a prompt and its answer in one line of a browser's JavaScript. A request that brings a
 * {@code Last-Event-ID} is the browser coming back: it goes on with the same turn, and after its end gets 204.
 */
public record GetStream(Desk desk) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        Optional<Cursor> cursor = Parameters.cursor(request);
        Optional<SessionId> session = Parameters.query(request, "session")
                .map(text -> Parameters.session(text, "session"));
        Shaping shaping = Parameters.shaping(request, desk.services()).requireText();
        if (cursor.isPresent()) {
            resume(request, cursor.get(), shaping);
        } else {
            TurnDraft draft = StreamQuery.read(request)
                    .requireAtMost(desk.services().gateway().maxPromptChars());
            SessionId own = session.orElseGet(() -> new SessionId("s-" + UUID.randomUUID()));
            begin(request, NewTurn.mint(desk.services(), own, draft), shaping);
        }
    }

    private void begin(RoutingContext request, NewTurn turn, Shaping shaping) {
        TurnLog log = turn.log();
        TextFraming framing = new TextFraming(new CursorEncoder(turn.turn(), log.partition().partition()), false);
        SseStream stream = new SseStream(request.response(), framing, ReaderOptions.whole(shaping), log, desk,
                turn::connectionLost);
        stream.publish(request, turn, () -> Headers.name(request.response(), turn.session(), turn.turn()));
    }

    /** The cursor alone says which turn it is; the session may have been minted here and never reached the URL. */
    private void resume(RoutingContext request, Cursor cursor, Shaping shaping) {
        KafkaAccess cluster = desk.services().gate().require();
        if (cursor.partition() >= cluster.partitions()) {
            throw new ProblemException(ProblemCode.INVALID_CURSOR, "This is not a cursor that Rivulet gave out.",
                    "cursor");
        }
        request.response().putHeader(Headers.TURN, cursor.turn().toString());
        CursorEncoder cursors = new CursorEncoder(cursor.turn(), cursor.partition());
        new Resumption(desk, cluster, TurnAddress.of(cursor), Optional.of(cursor), ReaderOptions.after(cursor, shaping))
                .answer(request, new TextFraming(cursors, !cursor.atBeginning()));
    }
}
