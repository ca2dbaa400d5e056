package dev.rivulet.gateway.api.openai;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.log.lookup.StartPosition;
import dev.rivulet.gateway.stream.collect.TurnCollector;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.SseStream;
import dev.rivulet.gateway.submit.Digest;
import dev.rivulet.gateway.submit.IdempotencyKey;
import dev.rivulet.gateway.submit.KeyedTurn;
import dev.rivulet.gateway.submit.NewTurn;
import dev.rivulet.schemas.SessionId;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code POST /v1/chat/completions}: OpenAI's protocol, streaming or not. Each call is a turn with messages of its own in
 * a session of its own, unless {@code X-Session-Id} names one. Keys in {@code Authorization} are not looked at; whoever
 * wants them checked puts something in front that does.
 */
public record PostChatCompletion(Desk desk) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        ReaderOptions view = ReaderOptions.whole(Parameters.shaping(request, desk.services()).requireText());
        ChatRequest chat = ChatRequest.read(JsonRequest.of(request.body().buffer()));
        chat.draft().requireAtMost(desk.services().gateway().maxPromptChars());
        Optional<IdempotencyKey> key = IdempotencyKey.ofHeader(request);
        SessionId session = session(request, key);
        if (key.isPresent()) {
            KeyedTurn keyed = KeyedTurn.mint(desk.services(), session, chat.draft().outlivingItsConnection(),
                    key.get());
            desk.then(request, keyed.decide(), turn -> desk.blocking(request, () -> KeyedTurn.beginning(turn),
                    place -> answerFrom(request, chat, view, turn, place)));
            return;
        }
        NewTurn turn = NewTurn.mint(desk.services(), session, chat.draft());
        Headers.name(request.response(), turn.session(), turn.turn());
        if (chat.stream()) {
            stream(request, chat, view, turn).publish(request, turn, () -> {});
        } else {
            whole(request, chat, turn).publish(turn);
        }
    }

    private void answerFrom(RoutingContext request, ChatRequest chat, ReaderOptions view, NewTurn turn,
            StartPosition.From place) {
        Headers.name(request.response(), turn.session(), turn.turn());
        if (chat.stream()) {
            stream(request, chat, view, turn).beginAt(place);
        } else {
            whole(request, chat, turn).beginAt(place);
        }
    }

    private SseStream stream(RoutingContext request, ChatRequest chat, ReaderOptions view, NewTurn turn) {
        ChatFraming framing = new ChatFraming(new ChatChunks(identity(chat, turn), chat.includeUsage()));
        return new SseStream(request.response(), framing, view, turn.log(), desk, turn::connectionLost);
    }

    private TurnCollector whole(RoutingContext request, ChatRequest chat, NewTurn turn) {
        return new TurnCollector(request, desk, turn.log(), Optional.empty(),
                new WholeCompletion(request, turn, identity(chat, turn)));
    }

    private ChatIdentity identity(ChatRequest chat, NewTurn turn) {
        String asked = chat.draft().options().model();
        return new ChatIdentity(turn.turn(), asked == null ? desk.services().defaultModel() : asked);
    }

    /** One coordinator has to decide about a key, so without a session of its own the key makes one. */
    private static SessionId session(RoutingContext request, Optional<IdempotencyKey> key) {
        String header = request.request().getHeader(Headers.SESSION);
        if (header != null) {
            return Parameters.session(header, Headers.SESSION);
        }
        String credentials = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        return new SessionId("chat-"
                + key.map(own -> Digest.of(credentials + "\n" + own.key()))
                        .orElseGet(() -> UUID.randomUUID().toString()));
    }
}
