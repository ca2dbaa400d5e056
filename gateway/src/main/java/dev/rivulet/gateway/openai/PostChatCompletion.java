package dev.rivulet.gateway.openai;

import dev.rivulet.gateway.http.Desk;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonFields;
import dev.rivulet.gateway.http.NewTurn;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.sse.SseStream;
import dev.rivulet.schemas.SessionId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/**
 * {@code POST /v1/chat/completions}: OpenAI's protocol, streaming or not. Each call is a turn with messages of its own in
 * a session of its own, unless {@code X-Session-Id} names one. Keys in {@code Authorization} are not looked at; whoever
 * wants them checked puts something in front that does.
 */
public record PostChatCompletion(Desk desk) implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        ChatRequest chat = ChatRequest.read(JsonFields.of(request.body().buffer()));
        chat.draft().requireAtMost(desk.services().gateway().maxPromptChars());
        NewTurn turn = NewTurn.mint(desk.services(), session(request), chat.draft());
        String asked = chat.draft().options().model();
        ChatIdentity identity = new ChatIdentity(turn.turn(), asked == null ? desk.services().defaultModel() : asked);
        Headers.name(request.response(), turn.session(), turn.turn());
        if (chat.stream()) {
            ChatFraming framing = new ChatFraming(new ChatChunks(identity, chat.includeUsage()));
            new SseStream(request.response(), framing, turn.log(), desk, turn::connectionLost).publish(request, turn,
                    () -> {});
        } else {
            new WholeCompletion(request, desk, turn, identity).answer();
        }
    }

    private static SessionId session(RoutingContext request) {
        String header = request.request().getHeader(Headers.SESSION);
        return header == null
                ? new SessionId("chat-" + UUID.randomUUID())
                : Parameters.session(header, Headers.SESSION);
    }
}
