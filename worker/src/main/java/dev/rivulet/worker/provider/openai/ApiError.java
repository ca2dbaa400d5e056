package dev.rivulet.worker.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivulet.schemas.ErrorCode;

/** OpenAI's error object. {@code code} is text or a number, depending on the server. */
record ApiError(String message, String type, Object code) {

    private static final int LONGEST_MESSAGE = 300;

    record Body(ApiError error) {}

    /** The error in a response's body, or one without words when the body is something else. */
    static ApiError in(String body) {
        try {
            Body parsed = ChatChunk.JSON.readValue(body, Body.class);
            if (parsed != null && parsed.error() != null) {
                return parsed.error();
            }
        } catch (JsonProcessingException notAnErrorObject) {
            // Proxies answer in HTML; the status says enough.
        }
        return new ApiError(null, null, null);
    }

    /** What an answer with this status and body means to a client. */
    ErrorCode meaning(int status) {
        if ("model_not_found".equals(code)) {
            return ErrorCode.MODEL_NOT_FOUND;
        }
        return switch (status) {
            case 401, 403 -> ErrorCode.UPSTREAM_UNAUTHORIZED;
            case 429 -> ErrorCode.RATE_LIMITED;
            default -> status >= 500 ? ErrorCode.UPSTREAM_ERROR : ErrorCode.UPSTREAM_REJECTED;
        };
    }

    String sentence(String provider, int status) {
        String said = message == null || message.isBlank() ? "" : ": " + message.strip();
        String sentence = "The provider " + provider + " answered with status " + status + said;
        return sentence.length() <= LONGEST_MESSAGE ? sentence : sentence.substring(0, LONGEST_MESSAGE) + "...";
    }
}
