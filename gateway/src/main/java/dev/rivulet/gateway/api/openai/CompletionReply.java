package dev.rivulet.gateway.api.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.gateway.http.JsonResponse;
import dev.rivulet.gateway.log.event.TurnAccumulator;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.stream.collect.TurnReply;
import dev.rivulet.schemas.event.AnswerPart;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Replies with a whole chat completion. */
record CompletionReply(RoutingContext request, CompletionFields fields) implements TurnReply {

    @Override
    public void ended(TurnAccumulator turn) {
        switch (turn.terminal().orElseThrow()) {
            case Done done -> JsonResponse.send(request.response(), 200, completion(done, turn));
            case TurnError failed -> {
                ChatError error = ChatError.of(failed);
                error.retryAfterSeconds()
                        .ifPresent(wait -> request.response().putHeader(HttpHeaders.RETRY_AFTER, wait));
                JsonResponse.send(request.response(), error.status(), error.json());
            }
        }
    }

    /** The client waits without a limit, so the process stops. The protocol has no response for a partial answer. */
    @Override
    public void unfinished(TurnAccumulator soFar) {
        request.fail(ProblemException.shuttingDown("The gateway stops; send it again."));
    }

    @Override
    public void crowdedOut(TurnAccumulator soFar) {
        request.fail(new ProblemException(ProblemCode.OVERLOADED,
                "Too much text is waited for without a stream; ask for a stream."));
    }

    /** The protocol has no request for an earlier completion. */
    @Override
    public boolean isResumable() {
        return false;
    }

    private ObjectNode completion(Done done, TurnAccumulator turn) {
        ObjectNode completion = turn.model().map(fields::ofModel).orElse(fields).object("chat.completion");
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0).putNull("logprobs");
        putMessage(choice.put("finish_reason", ChatFinishReason.of(done.finishReason())).putObject("message"), turn);
        if (done.usage() != null) {
            completion.set("usage", CompletionFields.usage(done.usage()));
        }
        return completion;
    }

    /** An answer of nothing but tool calls has null for its text, as the protocol says. */
    private static void putMessage(ObjectNode message, TurnAccumulator turn) {
        List<AnswerPart> parts = Objects.requireNonNullElse(turn.parts(), List.of());
        List<AnswerPart.Call> calls = parts.stream().filter(AnswerPart.Call.class::isInstance)
                .map(AnswerPart.Call.class::cast).toList();
        message.put("role", "assistant");
        if (turn.text().isEmpty() && !calls.isEmpty()) {
            message.putNull("content");
        } else {
            message.put("content", turn.text());
        }
        message.putNull("refusal");
        String reasoning = parts.stream().filter(AnswerPart.Thought.class::isInstance)
                .map(part -> ((AnswerPart.Thought) part).content()).collect(Collectors.joining());
        if (!reasoning.isEmpty()) {
            message.put(CompletionFields.REASONING, reasoning);
        }
        if (!calls.isEmpty()) {
            ArrayNode array = message.putArray("tool_calls");
            calls.forEach(call -> CompletionFields.putCall(array.addObject(), call.callId(), call.name(),
                    call.arguments()));
        }
    }
}
