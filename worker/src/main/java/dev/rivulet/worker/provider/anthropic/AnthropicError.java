package dev.rivulet.worker.provider.anthropic;

import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.SseException;
import com.anthropic.models.ErrorType;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.worker.provider.ProviderErrors;
import dev.rivulet.worker.provider.ProviderException;

/**
 * An error of the API: a response with an error status, or an event within a stream.
 *
 * @param message the API's; null when there is none
 * @param retryAfter the header {@code Retry-After}; empty when there is none
 */
record AnthropicError(boolean inStream, int status, String message, String retryAfter) {

    static AnthropicError of(AnthropicServiceException error) {
        boolean inStream = error instanceof SseException;
        return new AnthropicError(inStream, inStream
                ? status(error.type().map(ErrorType::asString).orElse(""))
                : error.statusCode(), error.apiMessage().orElse(null),
                error.headers().values("Retry-After").stream().findFirst().orElse(""));
    }

    /** Returns the HTTP status that stands for an error type; see "Errors" in Anthropic's API reference. */
    private static int status(String type) {
        return switch (type) {
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "billing_error" -> 402;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            default -> 500;
        };
    }

    ProviderException toException(ProviderErrors errors) {
        ErrorCode code = ProviderErrors.code(status, message);
        return inStream ? errors.errorInStream(code, message) : errors.errorStatus(code, status, message, retryAfter);
    }
}
