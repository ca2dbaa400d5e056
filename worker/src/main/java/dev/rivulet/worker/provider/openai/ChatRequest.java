package dev.rivulet.worker.provider.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.schemas.Role;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.option.ModelOptions;
import dev.rivulet.worker.provider.Continuation;
import dev.rivulet.worker.provider.LlmRequest;
import java.util.ArrayList;
import java.util.List;

/** The body of a streaming {@code POST /chat/completions}. Each component but the first four may be null. */
record ChatRequest(String model, List<ChatMessage> messages, boolean stream,
        @JsonProperty("stream_options") StreamOptions streamOptions, @JsonProperty("max_tokens") Integer maxTokens,
        @JsonProperty("max_completion_tokens") Integer maxCompletionTokens,
        Double temperature, @JsonProperty("add_generation_prompt") Boolean addGenerationPrompt,
        @JsonProperty("continue_final_message") Boolean continueFinalMessage) {

    record StreamOptions(@JsonProperty("include_usage") boolean includeUsage) {}

    /** @param prefix true if the answer begins with the message; otherwise null */
    record ChatMessage(Role role, String content, Boolean prefix) {}

    /**
     * @param continuation how a request with a prefix says that it is to be continued
     * @param completionTokens whether the token limit is {@code max_completion_tokens}
     */
    static ChatRequest of(LlmRequest request, Continuation continuation, boolean completionTokens) {
        boolean finalMessage = request.prefix() != null && continuation == Continuation.CONTINUE_FINAL_MESSAGE;
        return new ChatRequest(request.model(), messages(request, continuation), true, new StreamOptions(true),
                completionTokens ? null : request.maxTokens(), completionTokens ? request.maxTokens() : null,
                request.temperature(), finalMessage ? false : null, finalMessage ? true : null);
    }

    /**
     * Returns the body. Without options it is written as it stands.
     *
     * @param options have the names and values of this API
     * @throws IllegalArgumentException when it cannot be written, such as text with an unpaired surrogate
     */
    byte[] json(ModelOptions options) {
        if (options.none()) {
            return Json.write(this);
        }
        ObjectNode body = Json.MAPPER.valueToTree(this);
        options.values().forEach(body::set);
        return Json.write(body);
    }

    private static List<ChatMessage> messages(LlmRequest request, Continuation continuation) {
        List<ChatMessage> messages = new ArrayList<>();
        request.messages().forEach(message -> messages.add(new ChatMessage(message.role(), message.content(), null)));
        String prefix = request.prefix() == null ? "" : continuation.sent(request.prefix().text());
        if (!prefix.isEmpty()) {
            messages.add(new ChatMessage(Role.ASSISTANT, prefix, continuation == Continuation.PREFIX ? true : null));
        }
        return messages;
    }
}
