package dev.rivulet.worker.provider.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** One {@code chat.completion.chunk}, as far as it matters here. Every part may be missing. */
record ChatChunk(List<Choice> choices, TokenUsage usage, ApiError error) {

    record Choice(Content delta, @JsonProperty("finish_reason") String finishReason) {}

    record Content(String content) {}

    record TokenUsage(@JsonProperty("prompt_tokens") long promptTokens,
            @JsonProperty("completion_tokens") long completionTokens,
            @JsonProperty("total_tokens") long totalTokens) {}

    Choice choice() {
        return choices == null || choices.isEmpty() ? null : choices.getFirst();
    }
}
