package dev.rivulet.gateway.api.openai;

import dev.rivulet.gateway.http.InputChecks;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.http.KnownNames;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.submit.OptionFields;
import dev.rivulet.gateway.submit.TurnDraft;
import dev.rivulet.gateway.submit.TurnRequest;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.TurnOptions;
import java.util.List;
import java.util.OptionalInt;

/**
 * The body of {@code POST /v1/chat/completions}. Nothing is ignored: a field that is not known, or that cannot be
 * honoured, is refused.
 *
 * @param includeUsage whether a stream ends with a chunk that has the usage
 */
record ChatRequest(TurnDraft draft, boolean stream, boolean includeUsage) {

    private static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";
    private static final String MAX_TOKENS = "max_tokens";
    private static final String STREAM_OPTIONS = "stream_options";
    private static final String INCLUDE_USAGE = "include_usage";
    private static final String INCLUDE_OBFUSCATION = "include_obfuscation";
    private static final KnownNames FIELDS = OptionFields.NAMES.with("model", "messages", "temperature", "stream",
            STREAM_OPTIONS, MAX_TOKENS, MAX_COMPLETION_TOKENS);
    private static final KnownNames STREAM_FIELDS = KnownNames.of(INCLUDE_USAGE, INCLUDE_OBFUSCATION);

    /**
     * @throws ProblemException if a field is missing, unknown, invalid or not supported. The options for the model are
     *     checked when the turn is submitted
     */
    static ChatRequest read(JsonRequest body) {
        body.requireOnly(FIELDS);
        List<Message> messages = body.objects("messages").orElse(List.of()).stream().map(ChatMessage::read).toList();
        if (messages.isEmpty()) {
            throw new ProblemException(ProblemCode.MISSING_PROMPT, "messages must not be empty.", "messages");
        }
        return new ChatRequest(new TurnDraft(null, messages, options(body)), body.flag("stream"),
                body.object(STREAM_OPTIONS).map(ChatRequest::includesUsage).orElse(false));
    }

    private static boolean includesUsage(JsonRequest options) {
        options.requireOnly(STREAM_FIELDS);
        if (options.flag(INCLUDE_OBFUSCATION)) {
            throw new ProblemException(ProblemCode.UNSUPPORTED_VALUE,
                    options.pathOf(INCLUDE_OBFUSCATION) + " must be false.", options.pathOf(INCLUDE_OBFUSCATION));
        }
        return options.flag(INCLUDE_USAGE);
    }

    private static TurnOptions options(JsonRequest body) {
        return new TurnOptions(body.text("model").map(name -> InputChecks.requireModelName(name, "model")).orElse(null),
                maxTokens(body), body.number("temperature", 0, TurnRequest.MAX_TEMPERATURE).orElse(null), null, null,
                // In this protocol text cannot be revoked, only continued, and a client cannot resume a stream.
                OnInterruption.FAIL, OnDisconnect.CANCEL).withContinuation().with(OptionFields.among(body));
    }

    /** Returns null if there is no limit. The older name is for the same: two limits would be one too many. */
    private static Integer maxTokens(JsonRequest body) {
        OptionalInt newer = body.positiveInt(MAX_COMPLETION_TOKENS);
        OptionalInt older = body.positiveInt(MAX_TOKENS);
        if (newer.isPresent() && older.isPresent() && !newer.equals(older)) {
            throw new ProblemException(ProblemCode.INVALID_VALUE,
                    "max_tokens must be the same as max_completion_tokens, or absent.", MAX_TOKENS);
        }
        OptionalInt limit = newer.isPresent() ? newer : older;
        return limit.isPresent() ? limit.getAsInt() : null;
    }
}
