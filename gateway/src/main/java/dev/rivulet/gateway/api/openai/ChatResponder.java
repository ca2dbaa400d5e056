package dev.rivulet.gateway.api.openai;

import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.stream.ReaderSession;
import dev.rivulet.gateway.stream.collect.TurnCollector;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.submit.HttpResponder;
import dev.rivulet.gateway.submit.SubmittedTurn;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Responds with a chat completion, streamed or whole.
 *
 * @param model the model's name in the response, as long as no attempt has named another
 * @param keyed whether the request has an idempotency key: its turn is known only when it is accepted
 */
record ChatResponder(RoutingContext request, SseReaders sse, ChatRequest chat, ReaderOptions options, String model,
        boolean keyed) implements HttpResponder {

    @Override
    public Optional<ReaderSession<TurnEvent>> reader(SubmittedTurn turn) {
        if (!keyed) {
            setHeaders(turn);
        }
        CompletionFields fields = new CompletionFields(turn.turn(), model);
        return Optional.of(chat.stream()
                ? sse.ofTurn(request, new ChatFraming(new ChatChunkWriter(fields, chat.includeUsage())),
                        options, turn.log())
                : TurnCollector.reader(sse.readers(), request, turn.log(), Optional.empty(),
                        new CompletionReply(request, fields)));
    }

    @Override
    public void accepted(SubmittedTurn turn) {
        setHeaders(turn);
    }

    private void setHeaders(SubmittedTurn turn) {
        Headers.putTurn(request.response(), turn.session(), turn.turn());
    }
}
