package dev.rivulet.gateway.api.openai;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.stream.sse.StreamParameters;
import dev.rivulet.gateway.submit.Digest;
import dev.rivulet.gateway.submit.IdempotencyKey;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.gateway.submit.TurnSubmission;
import dev.rivulet.gateway.submit.TurnSubmitter;
import dev.rivulet.schemas.SessionId;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code POST /v1/chat/completions}: OpenAI's protocol, streaming or not. Each call is a turn with messages of its own in
 * a session of its own, unless {@code X-Session-Id} names one. Keys in {@code Authorization} are not checked here; a proxy
 * in front can do that.
 *
 * @param defaultModel the name in the answer to a request that names no model
 */
public record PostChatCompletion(TurnSubmitter submitter, SseReaders sse, GatewayConfig gateway, String defaultModel)
        implements
            Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        ReaderOptions options = ReaderOptions
                .whole(StreamParameters.shaping(request, gateway.maxThrottle()).requireText());
        ChatRequest chat = ChatRequest.read(JsonRequest.of(request.body().buffer()));
        chat.draft().requireAtMost(gateway.maxPromptChars());
        Optional<IdempotencyKey> key = IdempotencyKey.ofHeader(request);
        SessionId session = session(request, key);
        // A client with a key sends the request again when its connection is lost.
        TurnDraft draft = key.isPresent() ? chat.draft().outlivingItsConnection() : chat.draft();
        String asked = draft.options().model();
        submitter.submit(new TurnSubmission(session, draft, key), new ChatAnswer(request, sse, chat, options,
                asked == null ? defaultModel : asked, key.isPresent()));
    }

    /** A key without a session makes the session, since one coordinator has to decide about the key. */
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
