package dev.rivulet.gateway.api.aisdk;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.Headers;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.KnownNames;
import dev.rivulet.gateway.http.Parameters;
import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.gateway.submit.TurnRequest;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.WhenBusy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The body of {@code POST /api/chat}, as the SDK's {@code DefaultChatTransport} or an application's {@code
 * prepareSendMessagesRequest} makes it.
 *
 * <p>Several {@code messages} are the whole conversation and replace what the session remembers, since the user may
 * have edited it. A single message ({@code message}, or the only one of {@code messages}) continues the session's
 * conversation, unless it replaces an earlier message.
 */
record UiRequest(OwnedSession session, TurnDraft draft) {

    private static final String MESSAGE = "message";
    private static final String MESSAGES = "messages";
    private static final KnownNames FIELDS = TurnRequest.OPTIONS.with("id", MESSAGE, MESSAGES, "messageId", "trigger");
    private static final Map<String, Boolean> TRIGGERS = Map.of("submit-message", false, "regenerate-message", true);

    /**
     * Reads the body.
     *
     * @param principal owns the session
     * @param sessionHeader the session if the body has no {@code id}; null if there is no such header
     * @throws ProblemException if a field is missing, unknown, invalid or not supported
     */
    static UiRequest read(JsonRequest body, Principal principal, String sessionHeader, GatewayConfig limits) {
        body.requireOnly(FIELDS);
        return new UiRequest(session(body, principal, sessionHeader),
                draft(body, options(TurnRequest.options(body, limits))));
    }

    private static OwnedSession session(JsonRequest body, Principal principal, String header) {
        Optional<String> id = body.text("id");
        if (id.isEmpty() && header == null) {
            throw new ProblemException(ProblemCode.MISSING_VALUE, "id is missing: send the chat's id.", "id");
        }
        return id.map(text -> Parameters.session(principal, text, "id"))
                .orElseGet(() -> Parameters.session(principal, header, Headers.SESSION));
    }

    private static TurnDraft draft(JsonRequest body, TurnOptions options) {
        Optional<JsonRequest> last = body.object(MESSAGE);
        Optional<List<JsonRequest>> messages = body.objects(MESSAGES);
        if (last.isPresent() == messages.isPresent()) {
            throw new ProblemException(ProblemCode.MISSING_PROMPT, "Send messages, or the last one as message.",
                    MESSAGES);
        }
        boolean replaces = body.choice("trigger", TRIGGERS, Set.of()).orElse(false) || body.has("messageId");
        if (last.isPresent()) {
            if (replaces) {
                throw new ProblemException(ProblemCode.UNSUPPORTED_VALUE,
                        "An answer or a message is replaced only with the whole conversation: send messages.", MESSAGE);
            }
            return new TurnDraft(UiMessages.prompt(last.get()), null, options);
        }
        return messages.get().size() == 1 && !replaces
                ? new TurnDraft(UiMessages.prompt(messages.get().getFirst()), null, options)
                : new TurnDraft(null, UiMessages.conversation(messages.get()), options);
    }

    /** A new message interrupts the answer that runs: the SDK's {@code stop()} sends nothing to the gateway. */
    private static TurnOptions options(TurnOptions requested) {
        return requested.whenBusy() == null ? requested.with(WhenBusy.INTERRUPT) : requested;
    }
}
