package dev.rivulet.worker.provider.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** One {@code chat.completion.chunk}, as far as it matters here. Every part may be missing. */
record ChatChunk(List<Choice> choices, TokenUsage usage, ApiError error) {

    /** Lenient where Rivulet's own JSON is strict: servers differ, and a token may be half a surrogate pair. */
    static final JsonMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    record Choice(Content delta, @JsonProperty("finish_reason") String finishReason) {}

    record Content(String content) {}

    record TokenUsage(@JsonProperty("prompt_tokens") long promptTokens,
            @JsonProperty("completion_tokens") long completionTokens,
            @JsonProperty("total_tokens") long totalTokens) {}

    Choice choice() {
        return choices == null || choices.isEmpty() ? null : choices.getFirst();
    }
}
