package dev.rivulet.gateway.api.openai;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.Callers;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonBodies;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.SessionIds;
import dev.rivulet.gateway.stream.shape.ReaderOptions;
import dev.rivulet.gateway.stream.sse.SseReaders;
import dev.rivulet.gateway.stream.sse.StreamParameters;
import dev.rivulet.gateway.submit.Digest;
import dev.rivulet.gateway.submit.IdempotencyKey;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.gateway.submit.TurnSubmission;
import dev.rivulet.gateway.submit.TurnSubmitter;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code POST /v1/chat/completions}: OpenAI's chat completions, streamed or whole. Each request is a turn with its own
 * messages, in a new session unless {@code X-Session-Id} names one.
 *
 * @param defaultModel the model's name in the response to a request that names none
 */
public record PostChatCompletion(TurnSubmitter submitter, SessionIds sessions, JsonBodies bodies, SseReaders sse,
        GatewayConfig gateway, String defaultModel)
        implements
            Handler<RoutingContext> {

    private static final String PREFIX = "chat-";

    @Override
    public void handle(RoutingContext request) {
        ReaderOptions options = ReaderOptions
                .full(StreamParameters.shaping(request, gateway.maxThrottle()).requireText());
        Optional<IdempotencyKey> key = IdempotencyKey.fromHeader(request);
        bodies.read(request, this::read, chat -> submit(request, chat, key, options));
    }

    private ChatRequest read(JsonRequest body) {
        ChatRequest chat = ChatRequest.read(body);
        chat.draft().requireAtMost(gateway.maxPromptChars());
        return chat;
    }

    private void submit(RoutingContext request, ChatRequest chat, Optional<IdempotencyKey> key,
            ReaderOptions options) {
        // A client that sends a key repeats the request when its connection is lost.
        TurnDraft draft = key.isPresent() ? chat.draft().continuingOnDisconnect() : chat.draft();
        String model = draft.options().model();
        submitter.submit(submission(request, draft, key), new ChatResponder(request, sse, chat, options,
                model == null ? defaultModel : model, key.isPresent()));
    }

    /**
     * Without a session in the request, the session is derived from the key: one coordinator must decide about a key.
     */
    private TurnSubmission submission(RoutingContext request, TurnDraft draft, Optional<IdempotencyKey> key) {
        Principal principal = Callers.principal(request);
        String header = request.request().getHeader(Headers.SESSION);
        if (header != null) {
            return new TurnSubmission(Parameters.session(principal, header, Headers.SESSION), draft, key);
        }
        OwnedSession session = key
                .map(sent -> principal.session(PREFIX + Digest.of(credentials(request) + "\n" + sent.key())))
                .orElseGet(() -> sessions.draw(principal, () -> PREFIX + UUID.randomUUID()));
        return TurnSubmission.ephemeral(session, draft, key);
    }

    /**
     * Where callers are not authenticated, those of a proxy in front tell them apart. Elsewhere the owner does, who may
     * repeat a request with another key of its own.
     */
    private static String credentials(RoutingContext request) {
        return Callers.of(request).credential().isPresent()
                ? ""
                : request.request().getHeader(HttpHeaders.AUTHORIZATION);
    }
}
