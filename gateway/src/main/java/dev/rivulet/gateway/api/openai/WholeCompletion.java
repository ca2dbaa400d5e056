package dev.rivulet.gateway.api.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.collect.Reply;
import dev.rivulet.gateway.submit.NewTurn;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import io.vertx.ext.web.RoutingContext;

/** A completion that is answered in one piece. */
record WholeCompletion(RoutingContext request, NewTurn turn, ChatIdentity identity) implements Reply {

    @Override
    public void ended(TurnAccumulator whole) {
        switch (whole.terminal().orElseThrow()) {
            case Done done -> JsonResponse.send(request.response(), 200, completion(done, whole.text()));
            case TurnError failed -> {
                ChatError error = ChatError.of(failed);
                JsonResponse.send(request.response(), error.status(), error.json());
            }
        }
    }

    /** It is waited for until its end, so the process stops; and this protocol has no words for half an answer. */
    @Override
    public void cutShort(TurnAccumulator soFar) {
        turn.connectionLost();
        request.fail(new ProblemException(ProblemCode.SHUTTING_DOWN, "The gateway stops; send it again."));
    }

    @Override
    public void left() {
        turn.connectionLost();
    }

    private ObjectNode completion(Done done, String text) {
        ObjectNode completion = identity.object("chat.completion");
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0).putNull("logprobs");
        choice.put("finish_reason", ChatFinish.of(done.finishReason())).putObject("message").put("role", "assistant")
                .put("content", text).putNull("refusal");
        if (done.usage() != null) {
            completion.set("usage", ChatIdentity.usage(done.usage()));
        }
        return completion;
    }
}
