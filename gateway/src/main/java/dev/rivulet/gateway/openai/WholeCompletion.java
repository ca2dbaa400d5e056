package dev.rivulet.gateway.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.gateway.event.ShownEvent;
import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.http.NewTurn;
import dev.rivulet.gateway.http.OpenStreams;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.turn.Place;
import dev.rivulet.gateway.turn.TurnFold;
import dev.rivulet.gateway.turn.TurnSink;
import dev.rivulet.gateway.turn.TurnStream;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.Failed;
import io.vertx.ext.web.RoutingContext;

/** A completion that is answered in one piece: collects the turn until its end. Belongs to its loop. */
final class WholeCompletion implements TurnSink, OpenStreams.Stream {

    private final RoutingContext request;
    private final Desk desk;
    private final NewTurn turn;
    private final ChatIdentity identity;
    private final TurnFold fold = new TurnFold();
    private final TurnStream stream;
    private boolean answered;

    WholeCompletion(RoutingContext request, Desk desk, NewTurn turn, ChatIdentity identity) {
        this.request = request;
        this.desk = desk;
        this.turn = turn;
        this.identity = identity;
        this.stream = new TurnStream(turn.log().events(), desk.loop(), this, desk.services().meters());
    }

    /** Answers when a turn has ended that is published already. */
    void answerFrom(Place.From place) {
        open();
        stream.beginAt(place);
    }

    private void open() {
        desk.streams().add(this);
        request.response().closeHandler(nothing -> clientLeft());
    }

    /** Listens, publishes, and answers when the turn has ended. */
    void answer() {
        open();
        stream.subscribe();
        turn.publish().whenComplete((acknowledged, failure) -> desk.loop().execute(() -> {
            if (failure != null) {
                finish(() -> request.fail(failure));
            } else if (answered) {
                turn.connectionLost();
            } else {
                stream.begin();
            }
        }));
    }

    @Override
    public boolean event(ShownEvent event) {
        fold.show(event);
        return true;
    }

    @Override
    public void flush() {
        // nothing goes out before the end
    }

    @Override
    public boolean full() {
        return false;
    }

    @Override
    public void end() {
        ChunkEvent.Terminal end = fold.terminal().orElseThrow();
        finish(() -> {
            switch (end) {
                case Done done -> JsonResponse.send(request.response(), 200, completion(done));
                case Failed failed -> {
                    ChatError error = ChatError.of(failed);
                    JsonResponse.send(request.response(), error.status(), error.json());
                }
            }
        });
    }

    @Override
    public void fail(ProblemException problem) {
        finish(() -> request.fail(problem));
    }

    @Override
    public void shutDown() {
        turn.connectionLost();
        fail(new ProblemException(ProblemCode.SHUTTING_DOWN, "The gateway stops; send it again."));
    }

    private void clientLeft() {
        finish(() -> {
            desk.services().meters().clientLeft();
            turn.connectionLost();
        });
    }

    private void finish(Runnable last) {
        if (!answered) {
            answered = true;
            stream.close();
            desk.streams().remove(this);
            last.run();
        }
    }

    private ObjectNode completion(Done done) {
        ObjectNode completion = identity.object("chat.completion");
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0).putNull("logprobs");
        choice.put("finish_reason", ChatFinish.of(done.finishReason())).putObject("message").put("role", "assistant")
                .put("content", fold.text()).putNull("refusal");
        if (done.usage() != null) {
            completion.set("usage", ChatIdentity.usage(done.usage()));
        }
        return completion;
    }
}
