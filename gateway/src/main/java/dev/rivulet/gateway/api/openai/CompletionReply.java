package dev.rivulet.gateway.api.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.collect.TurnReply;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import io.vertx.ext.web.RoutingContext;

/** Replies with a chat completion in one piece. */
record CompletionReply(RoutingContext request, ChatIdentity identity) implements TurnReply {

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

    /** The client waits until the turn's end, so the process stops; the protocol cannot say half an answer. */
    @Override
    public void cutShort(TurnAccumulator soFar) {
        request.fail(ProblemException.shuttingDown("The gateway stops; send it again."));
    }

    /** The protocol has no way to ask for a completion again. */
    @Override
    public boolean isResumable() {
        return false;
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
