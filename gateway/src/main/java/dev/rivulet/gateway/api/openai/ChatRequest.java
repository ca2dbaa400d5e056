package dev.rivulet.gateway.api.openai;

import dev.rivulet.gateway.http.InputChecks;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.gateway.submit.TurnRequest;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Role;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.TurnOptions;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The body of {@code POST /v1/chat/completions}. Unknown fields are ignored, unless that would lead to a wrong answer.
 *
 * @param includeUsage whether a stream ends with a chunk that has the usage
 */
record ChatRequest(TurnDraft draft, boolean stream, boolean includeUsage) {

    private static final Set<String> UNSUPPORTED_ROLES = Set.of("tool", "function");

    /** @throws ProblemException if a field is missing, invalid or not supported */
    static ChatRequest read(JsonRequest body) {
        if (body.positiveInt("n").orElse(1) > 1) {
            throw new ProblemException(ProblemCode.UNSUPPORTED_VALUE, "Only one choice is supported: n must be 1.",
                    "n");
        }
        List<Message> messages = body.objects("messages").orElse(List.of()).stream().map(ChatRequest::message).toList();
        if (messages.isEmpty()) {
            throw new ProblemException(ProblemCode.MISSING_PROMPT, "messages must not be empty.", "messages");
        }
        boolean usage = body.object("stream_options").map(options -> options.flag("include_usage")).orElse(false);
        return new ChatRequest(new TurnDraft(null, messages, options(body)), body.flag("stream"), usage);
    }

    private static TurnOptions options(JsonRequest body) {
        OptionalInt newer = body.positiveInt("max_completion_tokens");
        OptionalInt older = body.positiveInt("max_tokens");
        Integer maxTokens = newer.isPresent()
                ? (Integer) newer.getAsInt()
                : older.isPresent()
                        ? (Integer) older.getAsInt()
                        : null;
        return new TurnOptions(body.text("model").map(name -> InputChecks.requireModelName(name, "model")).orElse(null),
                maxTokens, body.number("temperature", 0, TurnRequest.MAX_TEMPERATURE).orElse(null), null, null,
                // In this protocol text cannot be revoked, only continued, and a client cannot resume a stream.
                OnInterruption.FAIL, OnDisconnect.CANCEL).withContinuation();
    }

    private static Message message(JsonRequest message) {
        Role role = message.choice("role", TurnRequest.ROLES, UNSUPPORTED_ROLES)
                .orElseThrow(() -> new ProblemException(ProblemCode.MISSING_VALUE,
                        message.pathOf("role") + " is missing.", message.pathOf("role")));
        String content = message.isArray("content")
                ? message.objects("content").orElseThrow().stream().map(ChatRequest::part)
                        .collect(Collectors.joining())
                : message.text("content").orElseThrow(() -> new ProblemException(ProblemCode.MISSING_VALUE,
                        message.pathOf("content") + " is missing; only text is supported.",
                        message.pathOf("content")));
        return new Message(role, content);
    }

    private static String part(JsonRequest part) {
        if (!part.text("type").orElse("").equals("text")) {
            throw new ProblemException(ProblemCode.UNSUPPORTED_VALUE, part.pathOf("type") + " must be text.",
                    part.pathOf("type"));
        }
        return part.text("text").orElseThrow(() -> new ProblemException(ProblemCode.MISSING_VALUE,
                part.pathOf("text") + " is missing.", part.pathOf("text")));
    }
}
