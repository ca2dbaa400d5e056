package dev.rivulet.gateway.api.openai;

import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.stream.collect.TurnCollector;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.submit.SubmissionListener;
import dev.rivulet.gateway.submit.SubmittedTurn;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Answers a chat completion, streaming or in one piece.
 *
 * @param model the model's name in the answer
 * @param keyed whether the request has an idempotency key, so that its turn is known only when it is accepted
 */
record ChatAnswer(RoutingContext request, SseReaders sse, ChatRequest chat, ReaderOptions options, String model,
        boolean keyed) implements SubmissionListener {

    @Override
    public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
        if (!keyed) {
            name(turn);
        }
        ChatIdentity identity = new ChatIdentity(turn.turn(), model);
        return Optional.of(chat.stream()
                ? sse.ofTurn(request.response(), new ChatFraming(new ChatChunks(identity, chat.includeUsage())),
                        options,
                        turn.log())
                : TurnCollector.reader(sse.readers(), request, turn.log(), Optional.empty(),
                        new CompletionReply(request, identity)));
    }

    @Override
    public void accepted(SubmittedTurn turn) {
        name(turn);
    }

    @Override
    public void failed(Throwable failure) {
        request.fail(failure);
    }

    private void name(SubmittedTurn turn) {
        Headers.putTurn(request.response(), turn.session(), turn.turn());
    }
}
