package dev.rivulet.worker.provider.openai;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.worker.provider.ProviderErrors;

/**
 * OpenAI's error object. Each component may be null.
 *
 * @param code text or a number, depending on the server
 */
record ApiError(String message, String type, Object code) {

    private static final ApiError EMPTY = new ApiError(null, null, null);

    record Body(ApiError error) {}

    @JsonCreator
    static ApiError of(@JsonProperty("message") String message, @JsonProperty("type") String type,
            @JsonProperty("code") Object code) {
        return new ApiError(message, type, code);
    }

    /** Some servers send only a text. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ApiError of(String message) {
        return new ApiError(message, null, null);
    }

    /** Returns the error in a response's body; one whose components are null when the body is something else. */
    static ApiError parse(String body) {
        try {
            Body parsed = ChatChunk.JSON.readValue(body, Body.class);
            if (parsed != null && parsed.error() != null) {
                return parsed.error();
            }
        } catch (JsonProcessingException notAnErrorObject) {
            // Proxies respond with HTML. The status has to do.
        }
        return EMPTY;
    }

    /** Returns the HTTP status that stands for this error when it comes within a stream. */
    int statusInStream() {
        return code instanceof Integer number && number >= 400 && number < 600 ? number : 500;
    }

    /** Returns the error code for a response with this status and error. */
    ErrorCode errorCode(int status) {
        return "model_not_found".equals(code) ? ErrorCode.MODEL_NOT_FOUND : ProviderErrors.code(status, message);
    }
}
