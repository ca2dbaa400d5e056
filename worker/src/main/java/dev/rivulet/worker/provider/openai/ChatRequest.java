package dev.rivulet.worker.provider.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.schemas.Message;
import dev.rivulet.worker.provider.LlmRequest;
import java.util.List;

/** The body of a streaming {@code POST /chat/completions}. */
record ChatRequest(String model, List<Message> messages, boolean stream,
        @JsonProperty("stream_options") StreamOptions streamOptions, @JsonProperty("max_tokens") Integer maxTokens,
        @JsonProperty("max_completion_tokens") Integer maxCompletionTokens,
        Double temperature) {

    record StreamOptions(@JsonProperty("include_usage") boolean includeUsage) {}

    /** @param completionTokens whether the token limit is {@code max_completion_tokens} */
    static ChatRequest of(LlmRequest request, boolean completionTokens) {
        return new ChatRequest(request.model(), request.messages(), true, new StreamOptions(true),
                completionTokens ? null : request.maxTokens(), completionTokens ? request.maxTokens() : null,
                request.temperature());
    }
}
