package dev.rivulet.gateway.api.openai;

import dev.rivulet.gateway.http.InputChecks;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Role;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.TurnOptions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The body of {@code POST /v1/chat/completions}. What Rivulet does not know is ignored, except where ignoring it would
 * give a wrong answer.
 *
 * @param includeUsage whether a stream ends with a chunk of usage
 */
record ChatRequest(TurnDraft draft, boolean stream, boolean includeUsage) {

    private static final double MAX_TEMPERATURE = 2;
    private static final Map<String, Role> ROLES = Map.of("system", Role.SYSTEM, "developer", Role.DEVELOPER, "user",
            Role.USER, "assistant", Role.ASSISTANT);
    private static final Set<String> UNSUPPORTED_ROLES = Set.of("tool", "function");

    /** @throws ProblemException when the body does not fit */
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
                maxTokens, body.number("temperature", 0, MAX_TEMPERATURE).orElse(null), null, null,
                // This protocol cannot take text back, and its clients cannot come back for the rest.
                OnInterruption.FAIL, OnDisconnect.CANCEL);
    }

    private static Message message(JsonRequest message) {
        Role role = message.choice("role", ROLES, UNSUPPORTED_ROLES)
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
