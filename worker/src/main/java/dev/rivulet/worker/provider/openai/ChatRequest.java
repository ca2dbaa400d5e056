package dev.rivulet.worker.provider.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rivulet.schemas.Message;
import dev.rivulet.worker.provider.LlmRequest;
import java.util.List;

/** The body of a streaming {@code POST /chat/completions}. */
record ChatRequest(String model, List<Message> messages, boolean stream,
        @JsonProperty("stream_options") StreamOptions streamOptions, @JsonProperty("max_tokens") Integer maxTokens,
        Double temperature) {

    record StreamOptions(@JsonProperty("include_usage") boolean includeUsage) {}

    static ChatRequest of(LlmRequest request) {
        return new ChatRequest(request.model(), request.messages(), true, new StreamOptions(true),
                request.maxTokens(), request.temperature());
    }
}
