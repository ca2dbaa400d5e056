package dev.rivulet.worker.provider.openai;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.worker.provider.ProviderErrors;

/** OpenAI's error object. {@code code} is text or a number, depending on the server. */
record ApiError(String message, String type, Object code) {

    private static final ApiError WITHOUT_WORDS = new ApiError(null, null, null);

    record Body(ApiError error) {}

    @JsonCreator
    static ApiError of(@JsonProperty("message") String message, @JsonProperty("type") String type,
            @JsonProperty("code") Object code) {
        return new ApiError(message, type, code);
    }

    /** Some servers send just the sentence. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ApiError of(String message) {
        return new ApiError(message, null, null);
    }

    /** The error in a response's body, or one without words when the body is something else. */
    static ApiError parse(String body) {
        try {
            Body parsed = ChatChunk.JSON.readValue(body, Body.class);
            if (parsed != null && parsed.error() != null) {
                return parsed.error();
            }
        } catch (JsonProcessingException notAnErrorObject) {
            // Proxies answer in HTML; the status says enough.
        }
        return WITHOUT_WORDS;
    }

    /** The status this error stands for when it comes inside a stream. */
    int statusInStream() {
        return code instanceof Integer number && number >= 400 && number < 600 ? number : 500;
    }

    /** What an answer with this status and body means to a client. */
    ErrorCode errorCode(int status) {
        return "model_not_found".equals(code) ? ErrorCode.MODEL_NOT_FOUND : ProviderErrors.code(status, message);
    }
}
