package dev.rivulet.gateway.plain;

import dev.rivulet.gateway.cluster.Cluster;
import dev.rivulet.gateway.cursor.Cursor;
import dev.rivulet.gateway.cursor.CursorEncoder;
import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.NewTurn;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.http.TurnDraft;
import dev.rivulet.gateway.lookup.TurnAddress;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.shape.Shaping;
import dev.rivulet.gateway.shape.View;
import dev.rivulet.gateway.sse.Resumption;
import dev.rivulet.gateway.sse.SseStream;
import dev.rivulet.gateway.turn.TurnLog;
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
            TurnDraft draft = PlainRequest.read(request)
                    .requireAtMost(desk.services().gateway().maxPromptChars());
            SessionId own = session.orElseGet(() -> new SessionId("s-" + UUID.randomUUID()));
            begin(request, NewTurn.mint(desk.services(), own, draft), shaping);
        }
    }

    private void begin(RoutingContext request, NewTurn turn, Shaping shaping) {
        TurnLog log = turn.log();
        PlainFraming framing = new PlainFraming(new CursorEncoder(turn.turn(), log.partition().partition()), false);
        SseStream stream = new SseStream(request.response(), framing, View.whole(shaping), log, desk,
                turn::connectionLost);
        stream.publish(request, turn, () -> Headers.name(request.response(), turn.session(), turn.turn()));
    }

    /** The cursor alone says which turn it is; the session may have been minted here and never reached the URL. */
    private void resume(RoutingContext request, Cursor cursor, Shaping shaping) {
        Cluster cluster = desk.services().gate().require();
        if (cursor.partition() >= cluster.partitions()) {
            throw new ProblemException(ProblemCode.INVALID_CURSOR, "This is not a cursor that Rivulet gave out.",
                    "cursor");
        }
        request.response().putHeader(Headers.TURN, cursor.turn().toString());
        CursorEncoder cursors = new CursorEncoder(cursor.turn(), cursor.partition());
        new Resumption(desk, cluster, TurnAddress.of(cursor), Optional.of(cursor), View.after(cursor, shaping))
                .answer(request, new PlainFraming(cursors, !cursor.atBeginning()));
    }
}
